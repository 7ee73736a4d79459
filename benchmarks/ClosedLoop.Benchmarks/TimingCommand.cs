using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using ClosedLoop.Domain;
using ClosedLoop.Optimization;

namespace ClosedLoop.Benchmarks;

/// <summary><c>timing</c>: CPU seconds of one suggestion on Hartmann 6, fit included, by number of observations.</summary>
internal static class TimingCommand
{
    private const int WarmUps = 40;
    private const int WarmUpsOfEachSize = 2;

    private static readonly int[] Sizes = [20, 50, 100, 200, 500, 1000];

    public static Command Create()
    {
        var repeats = new Option<int>("--repeats") { DefaultValueFactory = _ => 5, Description = "suggestions timed for each size" };
        var batch = new Option<int>("--batch") { DefaultValueFactory = _ => 1, Description = "candidates proposed together" };
        var name = new Option<string>("--problem") { DefaultValueFactory = _ => "hartmann6", Description = "test problem; its design is observed" };
        var sizes = new Option<int[]>("--sizes") { DefaultValueFactory = _ => Sizes, Description = "numbers of observations", AllowMultipleArgumentsPerToken = true };
        var command = new Command("timing", "CPU seconds of one suggestion, fit included, by number of observations (Hartmann 6 unless told otherwise)") { repeats, batch, name, sizes };
        command.SetAction(result => Run(TestProblems.All.First(p => p.Name == result.GetValue(name)), result.GetValue(sizes)!, result.GetValue(repeats), result.GetValue(batch)));
        return command;
    }

    private static void Run(TestProblem problem, int[] sizes, int repeats, int batch)
    {
        // A planner serves for weeks: what is compiled once is not timed.
        for (var seed = 0; seed < WarmUps; seed++)
        {
            Once(problem, 40, batch, (ulong)seed);
        }

        foreach (var n in sizes)
        {
            var seconds = Enumerable.Range(0, WarmUpsOfEachSize + repeats).Select(seed => Once(problem, n, batch, (ulong)seed)).Skip(WarmUpsOfEachSize).ToArray();
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"n = {n}: fresh planner {Quartiles.Show([.. seconds.Select(s => s.Fresh)])} s, one that has seen n - 1 {Quartiles.Show([.. seconds.Select(s => s.Running)])} s; peak memory {Process.GetCurrentProcess().PeakWorkingSet64 / 1e6:F0} MB"));
        }
    }

    private static (double Fresh, double Running) Once(TestProblem problem, int n, int batch, ulong seed)
    {
        var planning = new PlanningProblem(problem.Space, problem.Objectives, seed, n, FailurePolicy.Skip);
        var design = new BayesianPlanner().Propose(planning, new(1, n + 1, [], []));
        ObservedTrial[] observed =
        [
            .. design.Candidates.Select((c, i) => new ObservedTrial(i + 1, c.Candidate, problem.True(c.Candidate))),
        ];

        var planner = new BayesianPlanner();
        return (Seconds(() => planner.Propose(planning, new(2, batch, observed[..n], []))), Seconds(() => planner.Propose(planning, new(3, batch, observed, []))));
    }

    private static double Seconds(Action action)
    {
        var before = Environment.CpuUsage.TotalTime;
        action();
        return (Environment.CpuUsage.TotalTime - before).TotalSeconds;
    }
}
