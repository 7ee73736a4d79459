using ClosedLoop.Domain;

namespace ClosedLoop.Optimization.Tests;

public sealed class DesignSequenceTests
{
    [Fact]
    public void Design_OverATable_FillsItAndIsNotItsFirstRows()
    {
        // Rows sorted by x0: the first ones would leave nearly all of the square empty.
        var stream = Samples.Stream(1);
        Candidate[] rows = [.. Enumerable.Range(0, 20_000)
            .Select(_ => (X: stream.NextUniform(), Y: stream.NextUniform()))
            .OrderBy(point => point.X)
            .Select(point => new Candidate([KeyValuePair.Create("x0", (ParameterValue)point.X), KeyValuePair.Create("x1", (ParameterValue)point.Y)]))];
        var design = new DesignSequence(new EncodedSpace(Spaces.Box(2) with { Table = rows }), 5);
        var chosen = Enumerable.Range(0, 32).Select(k => design.At(k).ShouldNotBeNull()).ToArray();
        chosen.Distinct().Count().ShouldBe(32);

        // Every cell of a 4 × 4 grid gets its two, but for one that a nearest row lies across a border.
        var cells = chosen.GroupBy(c => ((int)(4 * c["x0"].Number), (int)(4 * c["x1"].Number))).ToDictionary(cell => cell.Key, cell => cell.Count());
        cells.Count.ShouldBe(16);
        cells.Values.ShouldAllBe(count => count >= 1 && count <= 3);
    }

    [Fact]
    public void Design_OnLogScales_IsEvenInTheLogarithm()
    {
        var space = new SearchSpace { Parameters = [new ContinuousParameter { Name = "rate", Lower = 1e-4, Upper = 1e4, Scale = Scale.Log }] };
        var design = new DesignSequence(new EncodedSpace(space), 5);
        var decades = Enumerable.Range(0, 64).GroupBy(k => (int)Math.Floor(Math.Log10(design.At(k)!["rate"].Number))).ToDictionary(decade => decade.Key, decade => decade.Count());
        decades.Count.ShouldBe(8);
        decades.Values.ShouldAllBe(count => count == 8);
    }
}
