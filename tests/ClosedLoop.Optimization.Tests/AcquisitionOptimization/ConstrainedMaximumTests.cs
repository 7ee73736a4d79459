using ClosedLoop.Domain;

namespace ClosedLoop.Optimization.Tests;

/// <summary>Maxima of plain functions in constrained spaces, against closed forms or exhaustive search.</summary>
public sealed class ConstrainedMaximumTests
{
    [Fact]
    public void Linear_InADisc_IsGreatestOnTheEdge()
    {
        // Maximize x0 + 2·x1 in the disc of radius 0.3 around (0.5, 0.4): the point along (1, 2)/√5.
        var space = Spaces.Box(2) with { Constraints = [new FormulaConstraint("(x0 - 0.5)^2 + (x1 - 0.4)^2 <= 0.09")] };
        var best = Maximize(space, point => point[0] + (2 * point[1]), (_, gradient) => (gradient[0], gradient[1]) = (1, 2));
        best.Point[0].ShouldBe(0.5 + (0.3 / Math.Sqrt(5)), 2e-3);
        best.Point[1].ShouldBe(0.4 + (0.6 / Math.Sqrt(5)), 2e-3);
        best.Value.ShouldBe(1.3 + (0.3 * Math.Sqrt(5)), 1e-5);
    }

    [Fact]
    public void Distance_OutsideOfADisc_IsLeastOnItsConcaveEdge()
    {
        // The nearest point to the middle that is not in the disc of radius 0.3 around (0.45, 0.5).
        var space = Spaces.Box(2) with { Constraints = [new FormulaConstraint("(x0 - 0.45)^2 + (x1 - 0.5)^2 >= 0.09")] };
        var best = Maximize(
            space,
            point => -Math.Pow(point[0] - 0.5, 2) - Math.Pow(point[1] - 0.5, 2),
            (point, gradient) => (gradient[0], gradient[1]) = (-2 * (point[0] - 0.5), -2 * (point[1] - 0.5)));
        best.Value.ShouldBe(-0.0625, 1e-5);
    }

    [Fact]
    public void Corner_OfTwoCurves_InSixDimensions_IsReached()
    {
        // Maximize Σ x over |x|² ≤ 1 and x0·x1 ≤ 0.01: by symmetry x0 = x1 = 0.1 at the corner and the rest share what is left, √(0.98 · 4).
        var square = string.Join(" + ", Enumerable.Range(0, 6).Select(d => $"x{d}^2"));
        var space = Spaces.Box(6) with { Constraints = [new FormulaConstraint($"{square} <= 1"), new FormulaConstraint("x0*x1 <= 0.01")] };
        var best = Maximize(space, point => point.Sum(), (_, gradient) => gradient.Fill(1));

        // Other corners have x1 = 0.01 / x0; the best of them by a scan along the curve.
        var truth = Enumerable.Range(1, 9999).Select(i => i / 10000.0).Where(a => a >= 0.01).Max(a =>
        {
            var rest = 1 - (a * a) - (1e-4 / (a * a));
            return rest < 0 ? 0 : a + (0.01 / a) + Math.Sqrt(4 * rest);
        });
        best.Value.ShouldBe(truth, 1e-4);
    }

    [Fact]
    public void LinearConstraint_OnLogScales_IsSlidAlong()
    {
        // Maximize log(a) + log(b) subject to a + b ≤ 10: a = b = 5.
        var space = new SearchSpace
        {
            Parameters =
            [
                new ContinuousParameter { Name = "a", Lower = 0.01, Upper = 100, Scale = Scale.Log },
                new ContinuousParameter { Name = "b", Lower = 0.01, Upper = 100, Scale = Scale.Log },
            ],
            Constraints = [new LinearConstraint(new Dictionary<string, double> { ["a"] = 1, ["b"] = 1 }, Relation.AtMost, 10)],
        };
        var best = Maximize(space, point => point[0] + point[1], (_, gradient) => (gradient[0], gradient[1]) = (1, 1));
        best.Candidate["a"].Number.ShouldBe(5, 0.1);
        best.Candidate["b"].Number.ShouldBe(5, 0.1);
        (best.Candidate["a"].Number + best.Candidate["b"].Number).ShouldBe(10, 0.01);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void TwoCompositions_WithAConstraintBetweenThem_ReachTheExhaustiveMaximum(int seed)
    {
        // More candidates than are listed, few enough to try all.
        var space = new SearchSpace
        {
            Parameters =
            [
                new CompositionParameter { Name = "m", Step = 0.05, Parts = [new("x0", 0, 1), new("x1", 0, 0.8), new("x2", 0, 1)] },
                new CompositionParameter { Name = "k", Step = 5, Total = 100, Parts = [new("y0", 0, 100), new("y1", 10, 60), new("y2", 0, 100)] },
            ],
            Constraints = [new LinearConstraint(new Dictionary<string, double> { ["x0"] = 100, ["y0"] = 1 }, Relation.AtMost, 70)],
        };
        var encoded = new EncodedSpace(space);
        encoded.Points.ShouldBeNull();
        var stream = Samples.Stream(seed);
        var center = Samples.Point(encoded.Encoding.Dimension, stream);
        double Value(ReadOnlySpan<double> point)
        {
            var sum = 0.0;
            for (var d = 0; d < point.Length; d++)
            {
                sum -= (d + 1) * (point[d] - center[d]) * (point[d] - center[d]);
            }

            return sum + (2 * point[0] * point[3]);
        }

        var truth = encoded.Encoding.All().Where(encoded.IsFeasible).Max(point => Value(point));
        Maximize(space, point => Value(point), (_, gradient) => gradient.Clear()).Value.ShouldBe(truth, 1e-9);
    }

    [Fact]
    public void Forbidden_Range_PushesTheMaximumToItsEdge()
    {
        var space = new SearchSpace
        {
            Parameters = [new ContinuousParameter { Name = "heat", Lower = 0, Upper = 100 }, new CategoricalParameter { Name = "s", Levels = ["a", "b"] }],
            Constraints = [new ForbiddenCombination(new Dictionary<string, ForbiddenValues> { ["s"] = ForbiddenValues.Listed(["a"]), ["heat"] = ForbiddenValues.Parse("> 60")! })],
        };

        // a is better by 0.3, but only up to 60.
        var best = Maximize(space, point => point[0] + (point[1] > 0 ? 0.3 : 0), (_, gradient) => gradient[0] = 1);
        best.Candidate["s"].Text.ShouldBe("b");
        best.Value.ShouldBe(1, 1e-6);
        best = Maximize(space, point => point[0] + (point[1] > 0 ? 0.5 : 0), (_, gradient) => gradient[0] = 1);
        best.Candidate["s"].Text.ShouldBe("a");
        best.Value.ShouldBe(1.1, 1e-3);
    }

    [Fact]
    public void Scan_OfRowsInBlocks_FindsTheGreatestThatIsNotExcluded()
    {
        // Ascending, so that every row is better than all before it: the worst case.
        var rows = Enumerable.Range(0, 10_000).Select(i => new Candidate([KeyValuePair.Create("x0", (ParameterValue)(i / 10_000.0))])).ToArray();
        var space = new EncodedSpace(Spaces.Box(1) with { Table = rows });
        var excluded = rows[^3..].Append(rows[4096]).ToHashSet();
        var best = new RowScan(space).Maximize(new Plain(point => point[0], (_, gradient) => gradient[0] = 1), [], excluded, [], Samples.Stream(1)).ShouldNotBeNull();
        best.Candidate.ShouldBe(rows[^4]);
        new RowScan(space).Maximize(new Plain(_ => 1, (_, _) => { }), [], rows[..5].ToHashSet(), [], Samples.Stream(1))!.Candidate.ShouldBe(rows[5], "ties go to the first");
        new RowScan(space).Maximize(new Plain(_ => double.NaN, (_, _) => { }), [], rows[..2].ToHashSet(), [], Samples.Stream(1))!.Candidate.ShouldBe(rows[2]);
        new RowScan(space).Maximize(new Plain(point => point[0], (_, _) => { }), [], rows.ToHashSet(), [], Samples.Stream(1)).ShouldBeNull();
    }

    private static ScoredCandidate Maximize(SearchSpace space, Func<double[], double> value, Slope gradient)
    {
        var encoded = new EncodedSpace(space);
        var best = new MultiStart(encoded, null).Maximize(new Plain(value, gradient), [], new HashSet<Candidate>(), [], Samples.Stream(9)).ShouldNotBeNull();
        space.WhyNot(best.Candidate).ShouldBeNull();
        return best;
    }

    private delegate void Slope(double[] point, Span<double> gradient);

    private sealed class Plain(Func<double[], double> value, Slope slope) : IAcquisition
    {
        public string Name => "plain";

        public double Evaluate(ReadOnlySpan<double> point, Span<double> gradient)
        {
            gradient.Clear();
            slope(point.ToArray(), gradient);
            return value(point.ToArray());
        }

        public double[] Score(IReadOnlyList<double[]> points) => [.. points.Select(value)];
    }
}
