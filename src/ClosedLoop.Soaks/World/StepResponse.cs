using ClosedLoop.Domain;
using ClosedLoop.Simulators;

namespace ClosedLoop.Soaks;

/// <summary>One output from the sum of the inputs and a random number: whatever is mixed up on the way shows in it.</summary>
internal sealed class StepResponse(IReadOnlyList<string> inputs, string output) : IResponse
{
    public IReadOnlyList<string> Inputs => inputs;

    public IReadOnlyList<string> Outputs => [output];

    public Answer Respond(IReadOnlyDictionary<string, ParameterValue> values, ulong seed) =>
        new Answer.Measured(new Dictionary<string, ParameterValue> { [output] = inputs.Sum(input => Worth(values[input])) + new SeededRandom(seed).NextDouble() });

    private static double Worth(ParameterValue value) => value.Text is { } text ? text.Length : value.Number;
}
