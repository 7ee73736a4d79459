using System.CommandLine;
using ClosedLoop.VirtualLabs;

namespace ClosedLoop;

/// <summary><c>closedloop scenarios</c>: what a lab can be broken with.</summary>
internal static class ScenariosCommand
{
    public static Command Create()
    {
        var name = new Argument<string?>("NAME")
        {
            Description = "Print the file of this one, to start a scenario of your own from",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var command = new Command("scenarios", "List the scenarios that ship, for dry-run --scenario and run --scenario; or print one") { name };
        command.SetAction((arguments, _) => CommandBorder.GuardAsync(_ => Task.FromResult(Run(arguments.GetValue(name)))));
        return command;
    }

    private static int Run(string? name)
    {
        if (name is not null)
        {
            var text = ScenarioLibrary.Text(name);
            Console.Write(text ?? throw new BadInputException($"there is no scenario '{name}'; there are {string.Join(", ", ScenarioLibrary.Names)}"));
            return ExitCode.Done;
        }

        var width = ScenarioLibrary.Names.Max(each => each.Length);
        foreach (var each in ScenarioLibrary.Names)
        {
            Console.WriteLine($"{each.PadRight(width)}  {ScenarioLibrary.Find(each)!.About}");
        }

        return ExitCode.Done;
    }
}
