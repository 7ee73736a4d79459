using ClosedLoop.Domain;

namespace ClosedLoop.Optimization;

/// <summary>The values at which one key of the candidates is held, and how a point is moved there.</summary>
/// <param name="Key">The key.</param>
/// <param name="Values">The values, ascending; the levels of a category in their order.</param>
/// <param name="Hold">A point with the key at a value; the other parts of a composition share what remains as they did before.</param>
internal sealed record DependenceGrid(string Key, IReadOnlyList<ParameterValue> Values, Func<double[], ParameterValue, double[]> Hold)
{
    private const int Most = 25;

    /// <summary>One for each key of the candidates that varies.</summary>
    public static IEnumerable<DependenceGrid> Of(EncodedSpace space) => space.Space.Parameters.Where(parameter => parameter is not FixedParameter).SelectMany(parameter => parameter.Keys.Select(key => new DependenceGrid(
        key,
        Thinned(space.Space.Table is { } table && parameter is not CategoricalParameter
            ? [.. table.Select(row => row[key].Number).Distinct().Order().Select(number => (ParameterValue)number)]
            : All(parameter, key)),
        (point, value) => space.Encoding.Encode(Held(parameter, space.Encoding.Decode(point), key, value)))));

    private static List<ParameterValue> All(Parameter parameter, string key) => parameter switch
    {
        ContinuousParameter p => [.. Enumerable.Range(0, Most).Select(i => (ParameterValue)Between(p, i / (Most - 1.0)))],
        IntegerParameter p => [.. Spread(p.Lower, p.Upper, 1)],
        DiscreteParameter p => [.. p.Levels.Select(level => (ParameterValue)level)],
        CategoricalParameter p => [.. p.Levels.Select(level => (ParameterValue)level)],
        CompositionParameter p => [.. Spread(p.Parts.First(part => part.Name == key).Lower, p.Parts.First(part => part.Name == key).Upper, p.Step)],
        _ => throw new InvalidOperationException($"Unknown parameter type {parameter.GetType().Name}"),
    };

    private static double Between(ContinuousParameter p, double share) =>
        share >= 1 ? p.Upper
        : p.Scale == Scale.Log ? p.Lower * Math.Pow(p.Upper / p.Lower, share)
        : p.Lower + (share * (p.Upper - p.Lower));

    // Whole steps, as few as wanted.
    private static IEnumerable<ParameterValue> Spread(double lower, double upper, double step)
    {
        var steps = Math.Round((upper - lower) / step);
        var shown = (int)Math.Min(steps, Most - 1);
        return Enumerable.Range(0, shown + 1).Select(i => (ParameterValue)(lower + (step * Math.Round(shown == 0 ? 0 : steps * i / shown))));
    }

    private static IReadOnlyList<ParameterValue> Thinned(IReadOnlyList<ParameterValue> values) => values.Count <= Most || !values[0].IsNumber
        ? values
        : [.. Enumerable.Range(0, Most).Select(i => values[(int)Math.Round(i * (values.Count - 1.0) / (Most - 1))])];

    private static Candidate Held(Parameter parameter, Candidate candidate, string key, ParameterValue value)
    {
        if (parameter is not CompositionParameter composition)
        {
            return new(candidate.Values.Select(pair => pair.Key == key ? new(key, value) : pair));
        }

        var others = composition.Parts.Where(part => part.Name != key).ToArray();
        var free = composition.Total - value.Number - others.Sum(part => part.Lower);
        var before = others.Sum(part => candidate[part.Name].Number - part.Lower);
        double Amount(CompositionPart part) =>
            part.Lower + (before > 0 ? free * (candidate[part.Name].Number - part.Lower) / before : free / others.Length);
        var amounts = others.ToDictionary(part => part.Name, Amount);
        return new(candidate.Values.Select(pair =>
            pair.Key == key ? new(key, value) : amounts.TryGetValue(pair.Key, out var amount) ? new(pair.Key, (ParameterValue)amount) : pair));
    }
}
