using System.Globalization;
using System.Text;
using ClosedLoop.Domain;

namespace ClosedLoop.Simulators.Tests;

public sealed class InterpolatedTableTests
{
    private static readonly double[] Xs = [0, 1, 3];
    private static readonly double[] Ys = [-2, 2];

    /// <summary>What is bilinear is told exactly.</summary>
    [Theory]
    [InlineData(0, -2)]
    [InlineData(0.25, 1.5)]
    [InlineData(3, 0)]
    [InlineData(2.5, -1.9)]
    public void Respond_BetweenRows_IsLinearInEachNumber(double x, double y)
    {
        var outputs = Respond("a", x, y).ShouldBeOfType<Answer.Measured>().Outputs;

        outputs["f"].Number.ShouldBe(Bilinear(1, x, y), 1e-12);
        outputs["g"].Number.ShouldBe(-x, 1e-12);
        Respond("b", x, y).ShouldBeOfType<Answer.Measured>().Outputs["f"].Number.ShouldBe(Bilinear(2, x, y), 1e-12);
    }

    [Fact]
    public void Respond_OutsideTheTable_OrOfAnotherName_IsImpossible()
    {
        Respond("a", 3.5, 0).ShouldBeOfType<Answer.Impossible>().Reason.ShouldBe("x=3.5 is not within the table, from 0 to 3");
        Respond("c", 1, 2).ShouldBeOfType<Answer.Impossible>().Reason.ShouldBe("grid.csv has no row with kind=c, x=1, y=2");
    }

    [Fact]
    public void Respond_BesideAPointWithoutARow_IsImpossible_AndElsewhereNot()
    {
        Respond("b", 1, 1, skip: true).ShouldBeOfType<Answer.Impossible>().Reason.ShouldBe("grid.csv has no row with kind=b, x=1, y=2");
        Respond("b", 0.5, 1, skip: true).ShouldBeOfType<Answer.Impossible>();
        Respond("b", 1, -2, skip: true).ShouldBeOfType<Answer.Measured>();
        Respond("a", 1, 1, skip: true).ShouldBeOfType<Answer.Measured>();
    }

    private static double Bilinear(int kind, double x, double y) => (kind * 10) + (2 * x) - y + (0.5 * x * y);

    private static Answer Respond(string kind, double x, double y, bool skip = false)
    {
        var csv = new StringBuilder("kind,x,y,f,g\n");
        foreach (var (name, number, atX, atY) in
            from each in new[] { ("a", 1), ("b", 2) } from atX in Xs from atY in Ys where !(skip && each.Item2 == 2 && atX == 1 && atY == 2) select (each.Item1, each.Item2, atX, atY))
        {
            csv.Append(CultureInfo.InvariantCulture, $"{name},{atX},{atY},{Bilinear(number, atX, atY)},{-atX}\n");
        }

        return new InterpolatedTable(TableResponse.Read(csv.ToString(), "grid.csv", ["kind", "x", "y"], ["f", "g"]))
            .Respond(new Dictionary<string, ParameterValue> { ["kind"] = kind, ["x"] = x, ["y"] = y }, 1);
    }
}
