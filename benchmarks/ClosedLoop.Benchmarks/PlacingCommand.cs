using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using ClosedLoop.Campaigns;
using ClosedLoop.Placing;

namespace ClosedLoop.Benchmarks;

/// <summary><c>placing</c>: how long generated labs take for their campaigns, placed first come first served and with look-ahead, beside the lower bound.</summary>
internal static class PlacingCommand
{
    private const double Noise = 0.3;

    public static Command Create()
    {
        var labs = new Option<int>("--labs") { DefaultValueFactory = _ => 20, Description = "number of generated labs, from 1" };
        var seeds = new Option<int>("--seeds") { DefaultValueFactory = _ => 10, Description = "draws of the durations for each lab, where they vary" };
        var trials = new Option<int>("--trials") { DefaultValueFactory = _ => 12, Description = "trials of each campaign, all in flight" };
        var output = new Option<FileInfo?>("--out") { Description = "JSON Lines, one for each run" };
        var command = new Command("placing", "Makespan of generated labs: first come first served, look-ahead, lower bound") { labs, seeds, trials, output };
        command.SetAction(result =>
        {
            using var lines = new JsonLines(result.GetValue(output));
            foreach (var (name, setups, windows) in new[] { ("plain", false, false), ("set-ups", true, false), ("time limits", false, true), ("both", true, true) })
            {
                foreach (var spread in new[] { 0, Noise })
                {
                    Compare(name, setups, windows, spread, result.GetValue(labs), spread == 0 ? 1 : result.GetValue(seeds), result.GetValue(trials), lines);
                }
            }
        });
        return command;
    }

    private static void Compare(string name, bool setups, bool windows, double spread, int labs, int seeds, int trials, JsonLines lines)
    {
        var (first, ahead, gains) = (new List<double>(), new List<double>(), new List<double>());
        var (missedFirst, missedAhead, plans, seconds, won) = (0, 0, 0, 0.0, 0);
        for (var number = 1; number <= labs; number++)
        {
            var lab = GeneratedLabs.JobShop(number, setups, windows, trials);
            var bound = lab.LowerBound();
            var (sumFirst, sumAhead) = (0.0, 0.0);
            for (var seed = 1; seed <= seeds; seed++)
            {
                var served = new PlacingRun(lab, new PlacingChance(seed, spread), FirstCome.Plan);
                sumFirst += served.Run() ?? throw new InvalidOperationException($"lab {number} is stuck");
                missedFirst += served.Missed;
                var clock = Stopwatch.StartNew();
                var planned = new PlacingRun(lab, new PlacingChance(seed, spread), situation =>
                {
                    plans++;
                    return Placement.Plan(situation);
                });
                sumAhead += planned.Run() ?? throw new InvalidOperationException($"lab {number} is stuck");
                seconds += clock.Elapsed.TotalSeconds;
                missedAhead += planned.Missed;
            }

            first.Add(sumFirst / seeds / bound);
            ahead.Add(sumAhead / seeds / bound);
            gains.Add(1 - (sumAhead / sumFirst));
            won += sumAhead < sumFirst - 1e-6 ? 1 : 0;
            lines.Write(new { labs = name, spread, number, bound, firstCome = sumFirst / seeds, lookAhead = sumAhead / seeds });
        }

        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"| {name} | {spread:0.#} | {Show(first)} | {Show(ahead)} | {Show(gains, 100, "F1")} % | {won} of {labs} "
                + $"| {missedFirst / (double)seeds:F0} | {missedAhead / (double)seeds:F0} | {seconds / plans * 1e3:F2} |"));
    }

    private static string Show(List<double> values, double scale = 1, string format = "F3")
    {
        var (lower, upper) = Bootstrap.Interval(values, all => all.Average());
        string Text(double value) => (value * scale).ToString(format, CultureInfo.InvariantCulture);
        return $"{Text(values.Average())} ({Text(lower)} to {Text(upper)})";
    }
}
