using ClosedLoop.Domain;

namespace ClosedLoop.Optimization.Tests;

/// <summary>Search spaces for tests.</summary>
internal static class Spaces
{
    public static SearchSpace Box(int dimension) => new()
    {
        Parameters = [.. Enumerable.Range(0, dimension).Select(d => new ContinuousParameter { Name = $"x{d}", Lower = 0, Upper = 1 })],
    };

    /// <summary>One parameter of every kind.</summary>
    public static SearchSpace Everything() => new()
    {
        Parameters =
        [
            new ContinuousParameter { Name = "speed", Lower = -3, Upper = 12 },
            new ContinuousParameter { Name = "heat", Lower = 1, Upper = 1000, Scale = Scale.Log },
            new IntegerParameter { Name = "cycles", Lower = 2, Upper = 8 },
            new DiscreteParameter { Name = "dose", Levels = [0.1, 0.5, 2.5, 10] },
            new CategoricalParameter { Name = "solvent", Levels = ["water", "dmf", "dmso"] },
            new CompositionParameter { Name = "mix", Step = 0.05, Parts = [new("Fe", 0, 0.8), new("Co", 0.1, 1), new("Ni", 0, 0.5)] },
        ],
    };

    /// <summary>A random space with constraints that a random feasible point satisfies.</summary>
    public static SearchSpace Random(int seed)
    {
        var stream = Samples.Stream(seed);
        var parameters = new List<Parameter>();
        for (var p = 0; p < 1 + stream.NextIndex(4); p++)
        {
            parameters.Add(stream.NextIndex(5) switch
            {
                0 => new ContinuousParameter { Name = $"p{p}", Lower = -1, Upper = 1 + (5 * stream.NextUniform()) },
                1 => new ContinuousParameter { Name = $"p{p}", Lower = 0.01, Upper = 10, Scale = Scale.Log },
                2 => new IntegerParameter { Name = $"p{p}", Lower = -2, Upper = 3 + stream.NextIndex(200) },
                3 => new CategoricalParameter { Name = $"p{p}", Levels = ["a", "b", "c"] },
                _ => new CompositionParameter { Name = $"p{p}", Step = 0.1, Parts = [new($"p{p}a", 0, 0.7), new($"p{p}b", 0.2, 1), new($"p{p}c", 0, 0.5)] },
            });
        }

        var space = new SearchSpace { Parameters = parameters };
        var encoding = SpaceEncoding.Of(space);
        var inside = encoding.Decode(encoding.Sample(Samples.Point(encoding.Uniforms, stream)));
        var numeric = inside.Values.Where(pair => pair.Value.IsNumber).ToArray();
        if (numeric.Length == 0)
        {
            return space;
        }

        var coefficients = numeric.ToDictionary(pair => pair.Key, _ => stream.NextNormal());
        var bound = numeric.Sum(pair => coefficients[pair.Key] * pair.Value.Number);
        return space with { Constraints = [new LinearConstraint(coefficients, stream.NextIndex(2) == 0 ? Relation.AtMost : Relation.AtLeast, bound)] };
    }
}
