using ClosedLoop.Domain;

namespace ClosedLoop.Simulators;

/// <summary>Nothing is measured: outputs are inputs, or constants. For steps that only change the sample.</summary>
/// <param name="passed">Output → input; the input <see cref="Sample"/> is the name of the physical sample.</param>
/// <param name="constants">Output → value; null for none.</param>
public sealed class PassResponse(IReadOnlyDictionary<string, string> passed, IReadOnlyDictionary<string, ParameterValue>? constants = null) : IResponse
{
    /// <summary>The input that every simulated instrument gives by itself: the name of the physical sample.</summary>
    public const string Sample = "sample";

    private readonly IReadOnlyDictionary<string, ParameterValue> _constants = constants ?? new Dictionary<string, ParameterValue>();

    /// <inheritdoc/>
    public IReadOnlyList<string> Inputs { get; } = [.. passed.Values.Distinct(StringComparer.Ordinal)];

    /// <inheritdoc/>
    public IReadOnlyList<string> Outputs { get; } = [.. passed.Keys, .. constants?.Keys ?? []];

    /// <inheritdoc/>
    public Answer Respond(IReadOnlyDictionary<string, ParameterValue> inputs, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        var outputs = new Dictionary<string, ParameterValue>(_constants, StringComparer.Ordinal);
        foreach (var (output, input) in passed)
        {
            if (!inputs.TryGetValue(input, out var value))
            {
                return new Answer.Impossible($"'{input}' is missing");
            }

            outputs[output] = value;
        }

        return new Answer.Measured(outputs);
    }
}
