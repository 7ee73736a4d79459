using System.Globalization;
using ClosedLoop.Domain;

namespace ClosedLoop.Optimization.Tests;

/// <summary>Coverage on real measurements: crossed barrels (Gongora et al. 2020) and silver nanoparticles (Mekki-Berrada et al. 2021), as collected by Liang et al. 2021.</summary>
public sealed class RealTablesTests
{
    [Theory]
    [InlineData("Crossed barrel_dataset.csv", "gp")]
    [InlineData("Crossed barrel_dataset.csv", "average")]
    [InlineData("AgNP_dataset.csv", "gp")]
    [InlineData("AgNP_dataset.csv", "average")]
    public void Recalibrated_OverFiveFoldsOfARealTable_Covers90PercentAt90Percent(string file, string model)
    {
        var (problem, observed) = Read(file);

        // Two divisions into folds: with 164 rows the share of one has a standard error of .023.
        var after = new ulong[] { 0, 1 }.Select(seed => CrossValidation.Of(problem with { Seed = seed }, observed, "value", model).After).ToArray();
        var covered = after.Average(figures => figures.At(0.9));
        TestContext.Current.TestOutputHelper?.WriteLine($"{file}, {model}: {covered:F3} of {observed.Count} at 90 %");
        after.ShouldAllBe(figures => figures.Observations == observed.Count);
        covered.ShouldBe(0.9, 0.03);
    }

    // The last column is the value; replicates of the same inputs are averaged.
    private static (PlanningProblem Problem, IReadOnlyList<ObservedTrial> Observed) Read(string file)
    {
        var path = Path.Combine(DataFolder(), "liang", file);
        Assert.SkipUnless(File.Exists(path), $"{path} is not there; set CLOSEDLOOP_DATA to the folder that holds liang/");
        var rows = File.ReadLines(path).Skip(1).Where(line => line.Length > 0)
            .Select(line => line.Split(',').Select(field => double.Parse(field, CultureInfo.InvariantCulture)).ToArray())
            .GroupBy(row => string.Join(',', row[..^1]))
            .Select(group => (Inputs: group.First()[..^1], Value: group.Select(row => row[^1]).Distinct().Average()))
            .ToArray();
        Candidate[] table = [.. rows.Select(row => new Candidate(row.Inputs.Select((x, d) => KeyValuePair.Create($"x{d}", (ParameterValue)x))))];
        var space = new SearchSpace
        {
            Parameters = [.. rows[0].Inputs.Select((_, d) => new ContinuousParameter { Name = $"x{d}", Lower = rows.Min(row => row.Inputs[d]), Upper = rows.Max(row => row.Inputs[d]) })],
            Table = table,
        };
        var problem = new PlanningProblem(space, [new() { Name = "value", Goal = Goal.Minimize }], 1, 2, FailurePolicy.Skip);
        return (problem, [.. rows.Select((row, i) => new ObservedTrial(i + 1, table[i], [row.Value]))]);
    }

    private static string DataFolder()
    {
        if (Environment.GetEnvironmentVariable("CLOSEDLOOP_DATA") is { } given)
        {
            return given;
        }

        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "ClosedLoop.sln")))
        {
            folder = folder.Parent;
        }

        return Path.GetFullPath(Path.Combine(folder?.FullName ?? ".", "..", "shared", "data"));
    }
}
