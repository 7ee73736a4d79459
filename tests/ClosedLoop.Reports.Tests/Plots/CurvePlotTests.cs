using System.Xml.Linq;

namespace ClosedLoop.Reports.Tests;

public sealed class CurvePlotTests
{
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    [Fact]
    public void Svg_OfCurvesWithBands_IsOneFileThatNeedsNothingElse()
    {
        var text = CurvePlot.Svg(
            "a < b",
            new("evaluations"),
            new("regret", Logarithmic: true),
            [new("ours & theirs", [1, 2, 3], [10, 1, 0.1], [5, 0.5, 0.05], [20, 2, 0.2]), new("peer", [1, 3], [10, 5])]);
        var picture = XElement.Parse(text);
        picture.Name.ShouldBe(Svg + "svg");
        picture.Descendants().ShouldAllBe(element => element.Name.Namespace == Svg);
        text.Replace("http://www.w3.org/2000/svg", "").ShouldNotContain("http");
        picture.Descendants(Svg + "path").Select(path => (string)path.Attribute("class")!).ShouldBe(["band curve-0", "curve curve-1", "curve curve-0"]);
        picture.Descendants(Svg + "text").Select(each => each.Value).ShouldContain("ours & theirs");
        picture.Descendants(Svg + "style").Single().Value.ShouldContain("--paper");
    }

    /// <summary>By hand: ten times less is as far down each time; a regret of nothing has no logarithm and stays at the foot.</summary>
    [Fact]
    public void LogarithmicAxis_WithZero_PutsItAtTheFoot()
    {
        var picture = XElement.Parse(CurvePlot.Svg("t", new("x"), new("y", Logarithmic: true), [new("c", [1, 2, 3, 4], [100, 10, 1, 0])]));
        var heights = ((string)picture.Descendants(Svg + "path").Single().Attribute("d")!)
            .Split('M', 'L').Where(part => part.Length > 0).Select(part => double.Parse(part.Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture)).ToArray();
        (heights[1] - heights[0]).ShouldBe(heights[2] - heights[1], 0.02);
        heights[3].ShouldBe(heights[2]);
    }

    [Fact]
    public void Legend_OfManyCurves_TakesRowsAndStaysInThePicture()
    {
        Curve[] curves = [.. Enumerable.Range(0, 12).Select(i => new Curve($"a curve of number {i}", [0, 1], [i, i + 1]))];
        var picture = XElement.Parse(CurvePlot.Svg("t", new("x"), new("y"), curves));
        picture.Descendants(Svg + "text").Where(text => text.Value.StartsWith("a curve", StringComparison.Ordinal)).ShouldAllBe(text => (double)text.Attribute("x")! < 720);
        picture.Descendants(Svg + "path").Select(path => (string)path.Attribute("class")!).ShouldContain("curve curve-7");
    }
}
