using ClosedLoop.Domain;

namespace ClosedLoop.Optimization.Tests;

public sealed class FeasibleSamplerTests
{
    /// <summary>Spaces of every kind, with their constraints; the last two are so narrow that the sampler walks.</summary>
    private static readonly Dictionary<string, SearchSpace> Constrained = new()
    {
        ["disc"] = Spaces.Box(2) with { Constraints = [new FormulaConstraint("(x0 - 0.5)^2 + (x1 - 0.4)^2 <= 0.09")] },
        ["ring on a log scale"] = new()
        {
            Parameters =
            [
                new ContinuousParameter { Name = "x0", Lower = 0.01, Upper = 100, Scale = Scale.Log },
                new ContinuousParameter { Name = "x1", Lower = 0.01, Upper = 100, Scale = Scale.Log },
            ],
            Constraints = [new FormulaConstraint("log(x0)^2 + log(x1)^2 <= 9"), new FormulaConstraint("log(x0)^2 + log(x1)^2 >= 4")],
        },
        ["mixed"] = new()
        {
            Parameters =
            [
                new ContinuousParameter { Name = "x0", Lower = 0, Upper = 1 },
                new IntegerParameter { Name = "x1", Lower = 0, Upper = 5 },
                new CategoricalParameter { Name = "s", Levels = ["a", "b", "c"] },
            ],
            Constraints =
            [
                new FormulaConstraint("x0*x1 <= 2"),
                new ForbiddenCombination(new Dictionary<string, ForbiddenValues> { ["s"] = ForbiddenValues.Listed(["a", "b"]), ["x0"] = ForbiddenValues.Parse(">= 0.5")! }),
            ],
        },
        ["two compositions"] = new()
        {
            Parameters =
            [
                new CompositionParameter { Name = "m", Step = 0.05, Parts = [new("x0", 0, 0.6), new("x1", 0.1, 1), new("x2", 0, 0.5)] },
                new CompositionParameter { Name = "k", Step = 1, Total = 20, Parts = [new("y0", 0, 20), new("y1", 2, 9), new("y2", 0, 20)] },
            ],
            Constraints = [new LinearConstraint(new Dictionary<string, double> { ["x0"] = 20, ["y0"] = 1 }, Relation.AtMost, 14)],
        },
        ["narrow disc"] = Spaces.Box(3) with { Constraints = [new FormulaConstraint("(x0 - 0.5)^2 + (x1 - 0.4)^2 + (x2 - 0.7)^2 <= 0.0036")] },
        ["narrow and mixed"] = new()
        {
            Parameters =
            [
                new ContinuousParameter { Name = "x0", Lower = 0, Upper = 1 },
                new ContinuousParameter { Name = "x1", Lower = 0, Upper = 1 },
                new IntegerParameter { Name = "n", Lower = 0, Upper = 1000 },
            ],
            Constraints = [new FormulaConstraint("abs(x0 - 0.5) <= 0.02*(1 + n/1000)"), new FormulaConstraint("abs(x1 - 0.25) <= 0.03"), new FormulaConstraint("abs(n - 500) <= 250")],
        },
    };

    public static TheoryData<string> Names => [.. Constrained.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Points_AreAsUniformOverTheFeasibleSet_AsThoseOfRejection(string name)
    {
        const int count = 1500;
        var space = new EncodedSpace(Constrained[name]);
        var stream = Samples.Stream(1);
        var sampler = new FeasibleSampler(space, new SobolSequence(space.Encoding.Uniforms, stream), stream);
        var drawn = new List<Candidate>();
        for (var i = 0; i < count; i++)
        {
            drawn.Add(space.Encoding.Decode(sampler.Next().ShouldNotBeNull()));
        }

        drawn.ShouldAllBe(candidate => space.Space.WhyNot(candidate) == null);
        var truth = Rejected(space, count, Samples.Stream(2));

        // Two-sample Kolmogorov–Smirnov on each key; 0.1 % critical value 1.95 √(2/n), widened by half where a walk's points depend on each other.
        var critical = 1.95 * Math.Sqrt(2.0 / count) * (name.StartsWith("narrow", StringComparison.Ordinal) ? 1.5 : 1);
        foreach (var key in space.Space.Keys)
        {
            Distance([.. drawn.Select(c => Number(c[key]))], [.. truth.Select(c => Number(c[key]))]).ShouldBeLessThan(critical, key);
        }
    }

    [Fact]
    public void Composition_Sampled_IsUniformOverAllThatAreAllowed()
    {
        // Every one of the allowed compositions, listed by brute force, is drawn equally often: χ² against its 0.1 % point.
        var parameter = new CompositionParameter { Name = "m", Step = 0.1, Parts = [new("a", 0, 0.4), new("b", 0.2, 0.9), new("c", 0, 0.3), new("d", 0.1, 1)] };
        var encoding = SpaceEncoding.Of(new SearchSpace { Parameters = [parameter] });
        var allowed = new Dictionary<string, int>();
        for (var a = 0; a <= 4; a++)
        {
            for (var b = 2; b <= 9; b++)
            {
                for (var c = 0; c <= 3; c++)
                {
                    if (10 - a - b - c >= 1)
                    {
                        allowed.Add($"{a} {b} {c}", 0);
                    }
                }
            }
        }

        encoding.Cardinality.ShouldBe(allowed.Count);
        var stream = Samples.Stream(3);
        const int each = 60;
        for (var i = 0; i < each * allowed.Count; i++)
        {
            var candidate = encoding.Decode(encoding.Sample(Samples.Point(encoding.Uniforms, stream)));
            allowed[string.Join(' ', new[] { "a", "b", "c" }.Select(key => Math.Round(candidate[key].Number * 10)))]++;
        }

        var square = allowed.Values.Sum(count => (count - each) * (count - each) / (double)each);
        var freedom = allowed.Count - 1;
        square.ShouldBeLessThan(freedom + (3.1 * Math.Sqrt(2 * freedom)) + 4);
    }

    [Theory]
    [InlineData(1e-3)]
    [InlineData(2e-5)]
    public void Composition_OfAFineStep_IsCountedAndSampledQuickly(double step)
    {
        var parts = Enumerable.Range(0, 6).Select(i => new CompositionPart($"p{i}", 0, 1)).ToArray();
        var encoding = SpaceEncoding.Of(new SearchSpace { Parameters = [new CompositionParameter { Name = "m", Step = step, Parts = parts }] });
        var n = Math.Round(1 / step);

        // Stars and bars.
        var ways = Enumerable.Range(1, 5).Aggregate(1.0, (product, k) => product * (n + k) / k);
        encoding.Cardinality.ShouldBe(ways, 1e-9 * ways);
        var stream = Samples.Stream(4);
        var mean = Enumerable.Range(0, 400).Average(_ => encoding.Decode(encoding.Sample(Samples.Point(encoding.Uniforms, stream)))["p3"].Number);
        mean.ShouldBe(1 / 6.0, 0.03);
    }

    [Fact]
    public void Uniforms_OfAPoint_MakeItAgain()
    {
        foreach (var space in Constrained.Values.Append(Spaces.Everything()))
        {
            var encoding = SpaceEncoding.Of(space);
            var stream = Samples.Stream(5);
            for (var i = 0; i < 200; i++)
            {
                var candidate = encoding.Decode(encoding.Sample(Samples.Point(encoding.Uniforms, stream)));
                var again = encoding.Decode(encoding.Sample(encoding.Uniform(encoding.Encode(candidate))));
                foreach (var (key, value) in candidate.Values)
                {
                    Number(again[key]).ShouldBe(Number(value), 1e-9 * Math.Max(1, Math.Abs(Number(value))));
                }
            }
        }
    }

    private static List<Candidate> Rejected(EncodedSpace space, int count, RandomStream stream)
    {
        var accepted = new List<Candidate>();
        while (accepted.Count < count)
        {
            var candidate = space.Encoding.Decode(space.Encoding.Sample(Samples.Point(space.Encoding.Uniforms, stream)));
            if (space.Space.Constraints.All(constraint => constraint.Holds(candidate)))
            {
                accepted.Add(candidate);
            }
        }

        return accepted;
    }

    private static double Distance(double[] a, double[] b)
    {
        Array.Sort(a);
        Array.Sort(b);
        return a.Concat(b).Max(x => Math.Abs((a.Count(v => v <= x) / (double)a.Length) - (b.Count(v => v <= x) / (double)b.Length)));
    }

    private static double Number(ParameterValue value) => value.IsNumber ? value.Number : value.Text![0];
}
