using System.CommandLine;
using ClosedLoop.Domain;

namespace ClosedLoop;

/// <summary><c>closedloop validate</c>: finds every mistake of a campaign file.</summary>
internal static class ValidateCommand
{
    public static Command Create()
    {
        var file = new Argument<string>("FILE") { Description = "The campaign file" };
        var command = new Command("validate", "Check a campaign file: all mistakes at once, each with its line") { file };
        command.SetAction(arguments => CommandBorder.GuardAsync(_ => Task.FromResult(Validate(arguments.GetRequiredValue(file)))));
        return command;
    }

    private static int Validate(string path)
    {
        var spec = CampaignSource.Read(path).Spec;
        Console.WriteLine($"{path} is valid.");
        Console.WriteLine($"  campaign    {spec.Name}, seed {spec.Seed}, lab {spec.Lab}");
        Console.WriteLine($"  parameters  {string.Join(", ", spec.Space.Parameters.Select(parameter => parameter.Name))}"
            + (spec.Space.Table is { } table ? $"; {table.Count} candidates in the table" : ""));
        Console.WriteLine(
            $"  objectives  {string.Join(", ", spec.Objectives.Select(objective => $"{objective.Goal.ToString().ToLowerInvariant()} {objective.Name}"))}");
        foreach (var source in spec.Sources ?? [])
        {
            Console.WriteLine($"  source      {source.Name}{(source.IsTarget ? " (target)" : "")}, a trial costs {source.Cost}: {string.Join(" → ", spec.WorkflowOf(source.Name).Select(step => step.Name))}");
        }

        Console.WriteLine($"  workflow    {string.Join(" → ", spec.Workflow.Select(step => $"{step.Name} ({step.Capability})"))}");
        Console.WriteLine($"  batch       {(spec.Batch.Mode == BatchMode.Asynchronous ? $"{spec.Batch.Size} in flight" : $"batches of {spec.Batch.Size}")}, "
            + $"the first {spec.InitialTrials} trials are the initial design");
        Console.WriteLine($"  budget      {spec.Budget.Trials} trials"
            + (spec.Budget.Time is { } time ? $", {time}" : "")
            + (spec.Budget.Cost is { } cost ? $", cost {cost}" : ""));
        return ExitCode.Done;
    }
}
