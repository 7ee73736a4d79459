using System.CommandLine;
using System.Globalization;
using ClosedLoop.Domain;
using ClosedLoop.Optimization;

namespace ClosedLoop.Benchmarks;

/// <summary><c>regret</c>: simple regret, or the gap of the hypervolume, on a function with a known optimum.</summary>
internal static class RegretCommand
{
    public static Command Create()
    {
        var problem = new Option<string>("--problem") { Required = true, Description = string.Join(", ", TestProblems.All.Select(p => p.Name)) };
        problem.AcceptOnlyFromAmong([.. TestProblems.All.Select(p => p.Name)]);
        var seeds = new Option<int>("--seeds") { DefaultValueFactory = _ => 10, Description = "number of seeds, from 0" };
        var budget = new Option<int>("--budget") { DefaultValueFactory = _ => 30, Description = "evaluations of a run, the initial design included" };
        var batch = new Option<int>("--batch") { DefaultValueFactory = _ => 1, Description = "evaluations that are proposed together" };
        var baseline = new Option<bool>("--baseline-designs") { Description = "start from the points that the published peers started from" };
        var alarms = new Option<bool>("--alarms") { Description = "retrain after each evaluation too: count the runs with alarms, and the measurements inside predicted 95 % intervals" };
        var output = new Option<FileInfo?>("--out") { Description = "JSON Lines, one for each evaluation" };
        var sources = new Option<string>("--sources") { DefaultValueFactory = _ => "all", Description = "all, or target: without the cheap ones; the budget is then cost in evaluations of the target" };
        sources.AcceptOnlyFromAmong("all", "target");
        var command = new Command("regret", "Regret on a function with a known optimum") { problem, seeds, budget, batch, baseline, alarms, sources, output };
        command.SetAction(result =>
        {
            using var lines = new JsonLines(result.GetValue(output));
            var chosen = TestProblems.All.First(p => p.Name == result.GetValue(problem));
            chosen = result.GetValue(sources) == "all" ? chosen : chosen with { Sources = [] };
            Run(chosen, result.GetValue(seeds), result.GetValue(budget), result.GetValue(batch), result.GetValue(baseline), result.GetValue(alarms) ? new() : null, lines);
        });
        return command;
    }

    private static void Run(TestProblem problem, int seeds, int budget, int batch, bool baseline, AlarmCount? alarms, JsonLines lines)
    {
        var gaps = new List<double>();
        var seconds = new List<double>();
        for (var seed = 0; seed < seeds; seed++)
        {
            var start = baseline ? InitialDesigns.Of(InitialDesigns.NameOf(problem.Name), seed) : [];
            var initialTrials = Math.Min(2 * (problem.Dimension + 1), 10);
            var planning = new PlanningProblem(problem.Space, problem.Objectives, (ulong)seed, initialTrials, FailurePolicy.Skip) { Sources = problem.Sources };
            var campaign = new Campaign(planning, [.. start.Select(problem.Candidate)], problem.Measure(seed));
            var values = new List<double[]>();
            var best = double.NaN;
            var target = problem.Sources.FirstOrDefault(source => source.IsTarget)?.Name;
            foreach (var (trial, cost, spent) in campaign.Run(budget, batch))
            {
                // With noise, what counts is the true value at what was tried; with several sources only what the target has seen.
                var y = problem.True(trial.Candidate);
                if (trial.Source == target)
                {
                    values.Add(y);
                    best = problem.Reference.Length > 0 ? Hypervolume.Of(values, problem.Reference) : values.Min(v => v[0]);
                }

                seconds.Add(cost);
                alarms?.Add(seed, campaign.Alarms());
                lines.Write(new { problem = problem.Name, seed, evaluation = trial.Trial, x = trial.Candidate, source = trial.Source, y, measured = trial.Values, best = double.IsNaN(best) ? (double?)null : best, spent, batch, seconds = cost });
            }

            alarms?.Add(campaign.Observed);
            gaps.Add(Math.Abs(best - problem.Optimum));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{problem.Name} seed {seed}: {gaps[^1]:G4}"));
        }

        alarms?.Show(seeds);
        var planned = seconds.Where(s => s > 0).DefaultIfEmpty(0).ToArray();
        Console.WriteLine($"{problem.Name}, {budget} evaluations, batches of {batch}, {seeds} seeds: gap {Quartiles.Show(gaps)}");
        var (lower, upper) = Bootstrap.Interval(gaps, all => Quartiles.At(all, 0.5));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"95 % interval of the median {lower:G3} to {upper:G3}; below .05: {gaps.Count(gap => gap < 0.05)}"));
        Console.WriteLine($"CPU seconds of one suggestion: {Quartiles.Show(planned)}");
    }
}
