using System.CommandLine;

namespace ClosedLoop;

/// <summary><c>closedloop dry-run</c>: the whole campaign in virtual time, many times over, and what that says of the night to come.</summary>
internal static class DryRunCommand
{
    private const int MostRuns = 100_000;

    private static readonly Argument<string> File = new("FILE") { Description = "The campaign file" };
    private static readonly Option<int> Runs = new("--runs")
    {
        Description = "How many times the campaign is run",
        HelpName = "N",
        DefaultValueFactory = _ => 20,
    };
    private static readonly Option<string?> Compare = new("--compare")
    {
        Description = "Also run it in other ways, with the same chance: synchronous, asynchronous (each also with =N), batch=N, random",
        HelpName = "ARMS",
    };

    private static readonly Option<string?> Like = new("--like")
    {
        Description = "Learn from this campaign's journal how long steps take, how they fail and what they measure; "
            + "each run draws one of the responses that its measurements allow",
        HelpName = "CAMPAIGN",
    };

    private static readonly Option<string?> Scenario = SharedOptions.Scenario();

    private static readonly Option<ulong> Seed = new("--seed")
    {
        Description = "Decides the chance of all runs: the same seed gives the same journals",
        HelpName = "S",
        DefaultValueFactory = _ => 1,
    };

    private static readonly Option<string?> Start = new("--start")
    {
        Description = "When the campaign would be started: HH:MM, \"YYYY-MM-DD HH:MM\" or now (else today at 18:00)",
        HelpName = "TIME",
    };

    private static readonly Option<string?> By = new("--by")
    {
        Description = "The moment that chances are stated for (else the end of budget.time, or the next 08:00)",
        HelpName = "TIME",
    };
    private static readonly Option<string?> Target = new("--target")
    {
        Description = "What is to be reached by then: OBJECTIVE=VALUE (else stop.target)",
        HelpName = "GOAL",
    };
    private static readonly Option<string?> Out = new("--out")
    {
        Description = "Where forecast and journals are written (else dry-runs/NAME in the data folder)",
        HelpName = "FOLDER",
    };
    private static readonly Option<bool> Keep = new("--keep-journals") { Description = "Keep the journal and the report of every run, not only of the first" };
    private static readonly Option<int?> Threads = new("--threads")
    {
        Description = "Runs side by side (else one for each core); changes no result",
        HelpName = "N",
    };

    public static Command Create()
    {
        var data = SharedOptions.Data();
        var command = new Command(
            "dry-run",
            "Run the whole campaign in virtual time, on simulated instruments, and forecast it: best value, finish, use of each instrument, stock, cost, "
            + "failures. Nothing physical happens: no broker, no instrument and no socket is touched. Ctrl-C stops with what is there.")
        {
            File, Runs, Compare, Like, Scenario, Seed, Start, By, Target, Out, Keep, Threads, data,
        };
        command.SetAction((arguments, _) => CommandBorder.GuardAsync(settings =>
        {
            SharedOptions.Apply(settings, arguments.GetValue(data), null);
            return Task.FromResult(new DryRunSession(settings, Request(arguments), new ClockText(TimeProvider.System)).Run());
        }));
        return command;
    }

    private static DryRunRequest Request(ParseResult arguments) => new()
    {
        File = arguments.GetRequiredValue(File),
        Runs = Within("--runs", arguments.GetValue(Runs)),
        Compare = arguments.GetValue(Compare),
        Like = arguments.GetValue(Like),
        Scenario = arguments.GetValue(Scenario),
        Seed = arguments.GetValue(Seed),
        Start = arguments.GetValue(Start),
        By = arguments.GetValue(By),
        Target = arguments.GetValue(Target),
        Out = arguments.GetValue(Out),
        KeepAll = arguments.GetValue(Keep),
        Threads = Within("--threads", arguments.GetValue(Threads) ?? Environment.ProcessorCount),
    };

    private static int Within(string option, int value) =>
        value is >= 1 and <= MostRuns ? value : throw new BadInputException($"{option} {value}: must be from 1 to {MostRuns}");
}
