using ClosedLoop.Domain;

namespace ClosedLoop.Simulators;

/// <summary>One line of a witness log.</summary>
/// <param name="Time">When it happened.</param>
/// <param name="Instrument">The device.</param>
/// <param name="DispatchId">For which dispatch.</param>
/// <param name="Capability">What it did.</param>
/// <param name="Kind">How far.</param>
/// <param name="Outputs">What it measured or made; only with <see cref="WitnessKind.Done"/>.</param>
public sealed record WitnessEntry(
    DateTimeOffset Time,
    string Instrument,
    DispatchId DispatchId,
    string Capability,
    WitnessKind Kind,
    IReadOnlyDictionary<string, ParameterValue>? Outputs);
