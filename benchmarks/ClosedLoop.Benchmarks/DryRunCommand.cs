using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using ClosedLoop.CampaignFiles;
using ClosedLoop.Domain;
using ClosedLoop.DryRuns;
using ClosedLoop.Optimization;

namespace ClosedLoop.Benchmarks;

/// <summary><c>dry-run</c>: CPU seconds of whole campaigns in virtual time, and how much of them the optimizer takes.</summary>
internal static class DryRunCommand
{
    public static Command Create()
    {
        var file = new Option<string>("--file")
        {
            DefaultValueFactory = _ => "benchmarks/night.yaml",
            Description = "a campaign whose instruments are all below simulate:",
        };
        var runs = new Option<int>("--runs") { DefaultValueFactory = _ => 3, Description = "campaigns, one after the other; the first pays for compilation" };
        var command = new Command("dry-run", "CPU seconds of whole campaigns in virtual time, optimizer included") { file, runs };
        command.SetAction(result => Run(result.GetValue(file)!, result.GetValue(runs)));
        return command;
    }

    private static void Run(string path, int runs)
    {
        var read = CampaignFileReader.Read(File.ReadAllText(path), path, _ => null);
        var spec = read.Spec ?? throw new InvalidDataException(string.Join(Environment.NewLine, read.Errors));
        var thinking = new Stopwatch();
        var plan = new DryRunPlan
        {
            Spec = spec,
            Lab = StandInLab.Choose(spec, path, read.StandIns, path, null),
            Start = new DateTimeOffset(2026, 1, 1, 18, 0, 0, TimeSpan.Zero),
            Runtime = ".NET",
            VectorWidth = 256,
            Prepare = settings => settings with { Planner = () => new TimedPlanner(new BayesianPlanner(), thinking) },
        };
        for (var number = 1; number <= runs; number++)
        {
            thinking.Reset();
            var (before, allocated, watch) = (Process.GetCurrentProcess().TotalProcessorTime, GC.GetTotalAllocatedBytes(), Stopwatch.StartNew());
            var outcome = DryRun.Run(plan, number, CancellationToken.None);
            var cpu = (Process.GetCurrentProcess().TotalProcessorTime - before).TotalSeconds;
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"run {number}: {outcome.Figures.Trials.Count} trials in {outcome.Figures.Length.TotalHours:F1} h of the lab, {cpu:F2} s CPU, {100 * thinking.Elapsed / watch.Elapsed:F0} % of the time in the optimizer, {outcome.Events.Count} events, {(GC.GetTotalAllocatedBytes() - allocated) / 1e6:F0} MB allocated"));
        }
    }

    private sealed class TimedPlanner(IPlanner inner, Stopwatch thinking) : IPlanner
    {
        public ModelSummary? Retrain(PlanningProblem problem, IReadOnlyList<ObservedTrial> observed) => Timed(() => inner.Retrain(problem, observed));

        public Proposal Propose(PlanningProblem problem, PlanningRequest request) => Timed(() => inner.Propose(problem, request));

        private T Timed<T>(Func<T> think)
        {
            thinking.Start();
            try
            {
                return think();
            }
            finally
            {
                thinking.Stop();
            }
        }
    }
}
