using ClosedLoop.Domain;

namespace ClosedLoop.Simulators;

/// <summary>Another response under a step's own names, measured with noise.</summary>
public sealed class MappedResponse : IResponse
{
    private const ulong NoiseStream = 3;

    private readonly IResponse _inner;
    private readonly IReadOnlyDictionary<string, string> _inputs;
    private readonly KeyValuePair<string, string>[] _outputs;
    private readonly double _noise;

    /// <summary>Maps the names of a response.</summary>
    /// <param name="inner">The response.</param>
    /// <param name="inputs">Input of the response → command parameter; every input must be there.</param>
    /// <param name="outputs">Output of the response → output of the step; those that are not named are not measured.</param>
    /// <param name="noise">Standard deviation of normal noise on every output that is a number, in its unit.</param>
    /// <exception cref="ArgumentException">The names are not those of the response; the message says which would be right.</exception>
    public MappedResponse(IResponse inner, IReadOnlyDictionary<string, string> inputs, IReadOnlyDictionary<string, string> outputs, double noise)
    {
        ArgumentNullException.ThrowIfNull(inner);
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(outputs);
        ArgumentOutOfRangeException.ThrowIfNegative(noise);
        if (!inputs.Keys.Order(StringComparer.Ordinal).SequenceEqual(inner.Inputs.Order(StringComparer.Ordinal)))
        {
            throw new ArgumentException($"the inputs are {string.Join(", ", inner.Inputs)}, not {string.Join(", ", inputs.Keys)}", nameof(inputs));
        }

        if (outputs.Keys.FirstOrDefault(output => !inner.Outputs.Contains(output)) is { } unknown)
        {
            throw new ArgumentException($"there is no output '{unknown}'; there are {string.Join(", ", inner.Outputs)}", nameof(outputs));
        }

        (_inner, _inputs, _noise) = (inner, inputs, noise);
        _outputs = [.. outputs.OrderBy(pair => pair.Key, StringComparer.Ordinal)];
        Inputs = [.. inputs.Values.Distinct(StringComparer.Ordinal)];
        Outputs = [.. _outputs.Select(pair => pair.Value)];
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> Inputs { get; }

    /// <inheritdoc/>
    public IReadOnlyList<string> Outputs { get; }

    /// <inheritdoc/>
    public Answer Respond(IReadOnlyDictionary<string, ParameterValue> inputs, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        var named = new Dictionary<string, ParameterValue>(StringComparer.Ordinal);
        foreach (var (inner, outer) in _inputs)
        {
            if (!inputs.TryGetValue(outer, out var value))
            {
                return new Answer.Impossible($"'{outer}' is missing");
            }

            named[inner] = value;
        }

        var answer = _inner.Respond(named, seed);
        if (answer is not Answer.Measured measured)
        {
            return answer;
        }

        var random = SeededRandom.For(seed, NoiseStream);
        return new Answer.Measured(_outputs.ToDictionary(pair => pair.Value, pair => WithNoise(measured.Outputs[pair.Key], random), StringComparer.Ordinal));
    }

    private ParameterValue WithNoise(ParameterValue value, SeededRandom random) =>
        value.IsNumber && _noise > 0 ? value.Number + (_noise * random.NextNormal()) : value;
}
