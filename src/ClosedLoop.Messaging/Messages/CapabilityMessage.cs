using System.ComponentModel.DataAnnotations;

namespace ClosedLoop.Messaging;

/// <summary>One thing that an instrument can do.</summary>
/// <param name="Name">The capability, as steps name it.</param>
/// <param name="Inputs">The command parameters that it needs.</param>
/// <param name="Outputs">The values that its result holds.</param>
/// <param name="Limits">Command parameter → limits; parameters without an entry are unlimited.</param>
/// <param name="TypicalSeconds">How long it usually takes, in seconds of its own clock; null when unknown.</param>
public sealed record CapabilityMessage(
    [property: MinLength(1)] string Name,
    IReadOnlyList<string> Inputs,
    IReadOnlyList<string> Outputs,
    IReadOnlyDictionary<string, ParameterLimit> Limits,
    [property: Range(0, double.MaxValue)] double? TypicalSeconds);
