using ClosedLoop.Domain;

namespace ClosedLoop.Simulators;

/// <summary>What the stand-in of a calculation answers: its response, and what the instrument of every calculation says beside it.</summary>
/// <param name="response">The response.</param>
/// <param name="cpuSeconds">Processor time of one calculation, in seconds of the lab's time.</param>
public sealed class CalculatedResponse(IResponse response, double cpuSeconds) : IResponse
{
    /// <inheritdoc/>
    public IReadOnlyList<string> Inputs => response.Inputs;

    /// <inheritdoc/>
    public IReadOnlyList<string> Outputs { get; } = [.. response.Outputs.Union([CalculationOutputs.CpuSeconds, CalculationOutputs.Cached])];

    /// <inheritdoc/>
    public Answer Respond(IReadOnlyDictionary<string, ParameterValue> inputs, ulong seed)
    {
        var answer = response.Respond(inputs, seed);
        if (answer is not Answer.Measured measured)
        {
            return answer;
        }

        var outputs = new Dictionary<string, ParameterValue>(measured.Outputs, StringComparer.Ordinal);
        outputs.TryAdd(CalculationOutputs.CpuSeconds, cpuSeconds);
        outputs.TryAdd(CalculationOutputs.Cached, 0);
        return new Answer.Measured(outputs);
    }
}
