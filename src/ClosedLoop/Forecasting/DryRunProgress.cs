using Spectre.Console;

namespace ClosedLoop;

/// <summary>Shows how many runs are done.</summary>
internal static class DryRunProgress
{
    /// <summary>Runs work that ticks once for each run; on a terminal with a bar, else silently.</summary>
    public static void Show(string what, int runs, Action<Action> work)
    {
        if (Console.IsOutputRedirected)
        {
            work(() => { });
            return;
        }

        AnsiConsole.Progress()
            .AutoClear(true)
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn(), new SpinnerColumn())
            .Start(context =>
            {
                var bar = context.AddTask($"{what}s", maxValue: runs);
                var done = 0;
                work(() =>
                {
                    bar.Increment(1);
                    bar.Description = $"{what} {++done} of {runs}";
                });
            });
    }
}
