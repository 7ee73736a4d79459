using System.Globalization;

namespace ClosedLoop.Benchmarks;

/// <summary>What the published peers reached, by seed.</summary>
internal static class PublishedRuns
{
    /// <summary>Gap to the optimum (or to the greatest hypervolume) after a number of evaluations.</summary>
    public static IReadOnlyDictionary<int, double> Gaps(string problem, string peer, int batch, int evaluations)
    {
        var optimum = TestProblems.All.First(p => p.Name == problem).Optimum;
        var name = InitialDesigns.NameOf(problem);
        return CsvRows.Read(Path.Combine(DataFolder.Path, "..", "baselines", "runs.csv"))
            .Where(row => row[0] == name && row[1] == peer && row[2] == Text(batch) && row[4] == Text(evaluations))
            .ToDictionary(
                row => int.Parse(row[3], CultureInfo.InvariantCulture),
                row => Math.Abs(double.Parse(row[5].Length > 0 ? row[5] : row[6], CultureInfo.InvariantCulture) - optimum));
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
