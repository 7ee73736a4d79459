using System.CommandLine;
using System.Globalization;
using ClosedLoop.Domain;
using ClosedLoop.Optimization;

namespace ClosedLoop.Benchmarks;

/// <summary><c>pool</c>: how fast the best rows of a table are found (enhancement and acceleration factors of Liang et al. 2021).</summary>
internal static class PoolCommand
{
    /// <summary>Share of the rows that count as top.</summary>
    public const double TopShare = 0.05;

    private static readonly int[] Marks = [20, 50, 100];

    public static Command Create()
    {
        var table = new Option<string>("--table") { Required = true, Description = "CSV file, or its path below the data folder" };
        var target = new Option<string>("--target") { Required = true, Description = "column to optimize; all others are inputs" };
        var goal = new Option<string>("--goal") { Required = true, Description = "max or min" };
        goal.AcceptOnlyFromAmong("max", "min");
        var seeds = new Option<int>("--seeds") { DefaultValueFactory = _ => 10, Description = "number of seeds, from 0" };
        var budget = new Option<int>("--budget") { DefaultValueFactory = _ => 50, Description = "rows picked in a run, the two random first ones included" };
        var baseline = new Option<string?>("--baseline-designs") { Description = "name of this table in the published initial designs, such as table:crossed_barrel" };
        var output = new Option<FileInfo?>("--out") { Description = "JSON Lines, one for each pick" };
        var command = new Command("pool", "Share of the top 5 % rows of a table found") { table, target, goal, seeds, budget, baseline, output };
        command.SetAction(result =>
        {
            using var lines = new JsonLines(result.GetValue(output));
            var pool = PoolTable.Read(DataFolder.Find(result.GetValue(table)!), result.GetValue(target)!);
            var objective = new Objective { Name = result.GetValue(target)!, Goal = result.GetValue(goal) == "max" ? Goal.Maximize : Goal.Minimize };
            Run(pool, objective, result.GetValue(seeds), result.GetValue(budget), result.GetValue(baseline), lines);
        });
        return command;
    }

    private static void Run(PoolTable pool, Objective objective, int seeds, int budget, string? baseline, JsonLines lines)
    {
        var n = pool.Rows.Count;
        var tops = (int)Math.Ceiling(TopShare * n);
        var index = pool.Rows.Select((row, i) => (row, i)).ToDictionary(pair => pair.row, pair => pair.i);
        var best = Enumerable.Range(0, n).OrderBy(i => objective.Loss(pool.Values[i])).ThenBy(i => i).Take(tops).ToArray();
        var found = new List<int[]>();
        var bestAt = new List<double>();
        var seconds = new List<double>();
        for (var seed = 0; seed < seeds; seed++)
        {
            IReadOnlyList<double[]> start = baseline is null ? [] : InitialDesigns.Of(baseline, seed);
            var planning = new PlanningProblem(pool.Space, [objective], (ulong)seed, 2, FailurePolicy.Skip);
            var campaign = new Campaign(planning, [.. start.Select(row => pool.Rows[(int)row[0]])], (candidate, _) => [pool.Values[index[candidate]]]);
            var counts = new List<int>();
            var first = double.PositiveInfinity;
            foreach (var (trial, cost, _) in campaign.Run(Math.Min(budget, n), 1))
            {
                var row = index[trial.Candidate];
                counts.Add((counts.Count > 0 ? counts[^1] : 0) + (best.Contains(row) ? 1 : 0));
                first = row == best[0] ? counts.Count : first;
                seconds.Add(cost);
                lines.Write(new { seed, pick = counts.Count, row, y = trial.Values![0], topFound = counts[^1], tops, rows = n, peers = baseline, seconds = cost });
            }

            found.Add([.. counts]);
            bestAt.Add(first);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"seed {seed}: {counts[^1]} of {tops} top rows, best row at pick {first}"));
        }

        Report(n, tops, found, bestAt, seconds);
    }

    private static void Report(int n, int tops, List<int[]> found, List<double> bestAt, List<double> seconds)
    {
        var picks = found[0].Length;
        foreach (var i in Marks.Append(picks).Distinct().Where(i => i <= picks).Order())
        {
            var shares = found.Select(counts => counts[i - 1] / (double)tops).ToArray();
            var (lower, upper) = Bootstrap.Interval(shares, all => all.Average());
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"after {i}: Top% mean {shares.Average():F3} (95 % {lower:F3} to {upper:F3}), {Quartiles.Show(shares)}; EF {shares.Average() / (i / (double)n):F2}"));
        }

        // Random reaches a share t after t·N picks.
        foreach (var share in new[] { 0.1, 0.25, 0.5 })
        {
            var needed = Enumerable.Range(1, picks).FirstOrDefault(i => found.Average(counts => counts[i - 1] / (double)tops) >= share);
            if (needed > 0)
            {
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"AF({share:P0}) = {share * n / needed:F2}"));
            }
        }

        Console.WriteLine($"median picks to the best row: {Quartiles.At(bestAt, 0.5)} ({bestAt.Count(double.IsFinite)} of {bestAt.Count} found it)");
        Console.WriteLine($"CPU seconds of one suggestion: {Quartiles.Show([.. seconds.Where(s => s > 0).DefaultIfEmpty(0)])}");
    }
}
