using System.Globalization;

namespace ClosedLoop.Benchmarks;

/// <summary>What the published peers reached, by seed.</summary>
internal static class PublishedRuns
{
    private static string File => Path.Combine(DataFolder.Path, "..", "baselines", "runs.csv");

    /// <summary>Gap to the optimum (or to the greatest hypervolume) after a number of evaluations.</summary>
    public static IReadOnlyDictionary<int, double> Gaps(string problem, string peer, int batch, int evaluations)
    {
        var optimum = TestProblems.All.First(p => p.Name == problem).Optimum;
        return Rows(InitialDesigns.NameOf(problem))
            .Where(row => row[1] == peer && row[2] == Text(batch) && row[4] == Text(evaluations))
            .ToDictionary(row => int.Parse(row[3], CultureInfo.InvariantCulture), row => Gap(row, optimum));
    }

    /// <summary>For each peer the gap of each seed by evaluations; none without the published file.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyList<(double X, double Y)[]>> Courses(string problem, int batch, double optimum) =>
        Courses(Rows(InitialDesigns.NameOf(problem)).Where(row => row[2] == Text(batch)), row => Gap(row, optimum));

    /// <summary>
    /// For each peer the number of top rows that each seed found by picks; none without the published file. Variants <c>-asis</c> of a peer, all behind it, are
    /// left out, so that colours suffice.
    /// </summary>
    public static IReadOnlyDictionary<string, IReadOnlyList<(double X, double Y)[]>> TopFound(string table) =>
        Courses(Rows(table).Where(row => row[7].Length > 0 && !row[1].EndsWith("-asis", StringComparison.Ordinal)), row => Number(row[7]));

    private static Dictionary<string, IReadOnlyList<(double X, double Y)[]>> Courses(IEnumerable<string[]> rows, Func<string[], double> value) => rows
        .GroupBy(row => row[1])
        .ToDictionary(
            peer => peer.Key,
            peer => (IReadOnlyList<(double X, double Y)[]>)[.. peer.GroupBy(row => row[3]).Select(seed => seed.Select(row => (Number(row[4]), value(row))).ToArray())]);

    private static IEnumerable<string[]> Rows(string problem) => System.IO.File.Exists(File) ? CsvRows.Read(File).Where(row => row[0] == problem) : [];

    private static double Gap(string[] row, double optimum) => Math.Abs(Number(row[5].Length > 0 ? row[5] : row[6]) - optimum);

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
