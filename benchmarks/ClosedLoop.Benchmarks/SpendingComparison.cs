using System.Globalization;

namespace ClosedLoop.Benchmarks;

/// <summary>Two arms seed by seed: by how much the final gaps differ, and what each spent to get where the other ended.</summary>
internal static class SpendingComparison
{
    public static void Report(Dictionary<int, SpendingPath> ours, Dictionary<int, SpendingPath> theirs)
    {
        int[] seeds = [.. ours.Keys.Where(theirs.ContainsKey).Order()];
        double[] decades = [.. seeds.Select(seed => Math.Log10(ours[seed].Gaps[^1] / theirs[seed].Gaps[^1])).Where(double.IsFinite)];
        if (decades.Length > 0)
        {
            Console.WriteLine($"decades of the gap, ours less theirs: {Show(decades)}");
        }

        var level = Quartiles.At(seeds.Select(seed => theirs[seed].Gaps[^1]), 0.5);
        double[] ratios = [.. seeds.Select(seed => ours[seed].CostOf(level) / theirs[seed].CostOf(level))];
        double[] sums = [seeds.Sum(seed => ours[seed].CostOf(level)), seeds.Sum(seed => theirs[seed].CostOf(level))];
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"cost to reach their median final gap {level:G3}, ours over theirs: {Show(ratios)}; {sums[0] / sums[1]:G3} in sum; reached by {seeds.Count(seed => ours[seed].Gaps[^1] <= level)} and {seeds.Count(seed => theirs[seed].Gaps[^1] <= level)} of {seeds.Length}"));
    }

    private static string Show(double[] values)
    {
        var (lower, upper) = Bootstrap.Interval(values, all => Quartiles.At(all, 0.5));
        return string.Create(CultureInfo.InvariantCulture, $"median {Quartiles.At(values, 0.5):G3} (95 % {lower:G3} to {upper:G3})");
    }
}
