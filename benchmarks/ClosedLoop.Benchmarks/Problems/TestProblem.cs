using ClosedLoop.Domain;

namespace ClosedLoop.Benchmarks;

/// <summary>A function with a known optimum.</summary>
/// <param name="Name">Name on the command line.</param>
/// <param name="Space">Where it is searched.</param>
/// <param name="Optimum">Least value, or greatest hypervolume with several objectives.</param>
/// <param name="Reference">Reference point of the hypervolume; empty with one objective.</param>
/// <param name="Evaluate">Values, all minimized, in native units, of the numbers of a candidate (of a category its index).</param>
internal sealed record TestProblem(string Name, SearchSpace Space, double Optimum, double[] Reference, Func<double[], double[]> Evaluate)
{
    /// <summary>Standard deviation of a measurement.</summary>
    public double Noise { get; init; }

    /// <summary>Where it can be measured, the target (this function) among them; empty when only here.</summary>
    public IReadOnlyList<Source> Sources { get; init; } = [];

    /// <summary>Values of the other sources, by name.</summary>
    public IReadOnlyDictionary<string, Func<double[], double[]>> Cheap { get; init; } = new Dictionary<string, Func<double[], double[]>>();

    public int Dimension => Space.Keys.Count();

    public IReadOnlyList<Objective> Objectives =>
        [.. Enumerable.Range(0, Math.Max(1, Reference.Length)).Select(o => new Objective { Name = $"y{o}", Goal = Goal.Minimize })];

    public Candidate Candidate(double[] x) => new(x.Select((value, d) => KeyValuePair.Create($"x{d}", (ParameterValue)value)));

    /// <summary>Values without noise.</summary>
    public double[] True(Candidate candidate) => Evaluate(Numbers(candidate));

    /// <summary>Measurements: noise from a stream of the seed's own; null is the target.</summary>
    public Func<Candidate, string?, double[]> Measure(int seed)
    {
        var random = new Random(seed);
        return (candidate, source) => source is not null && Cheap.TryGetValue(source, out var cheap)
            ? cheap(Numbers(candidate))
            : [.. True(candidate).Select(value => Noise > 0 ? value + (Noise * Normal(random)) : value)];
    }

    private double[] Numbers(Candidate candidate) => [.. Space.Parameters.SelectMany(parameter => Numbers(parameter, candidate))];

    private static IEnumerable<double> Numbers(Parameter parameter, Candidate candidate) => parameter is CategoricalParameter category
        ? [category.Levels.ToList().IndexOf(candidate[category.Name].Text!)]
        : parameter.Keys.Select(key => candidate[key].Number);

    private static double Normal(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
