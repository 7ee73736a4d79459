using System.Text.Json.Serialization;
using ClosedLoop.Domain;

namespace ClosedLoop.Messaging;

/// <summary>Do one step. Never retained; always expires.</summary>
public sealed record CommandMessage
{
    /// <summary>The dispatch; the same id again is the same act, never a second one.</summary>
    public required DispatchId DispatchId { get; init; }

    /// <summary>The capability to use.</summary>
    public required string Capability { get; init; }

    /// <summary>Command parameter → value.</summary>
    public required IReadOnlyDictionary<string, ParameterValue> Parameters { get; init; }

    /// <summary>The physical sample: <c>{run}.{trial}</c>.</summary>
    public required string Sample { get; init; }

    /// <summary>Whether the sender believes that nothing physical happens.</summary>
    public required bool Simulated { get; init; }

    /// <summary>The ledger that the sender means; an instrument with another refuses.</summary>
    public required string LedgerId { get; init; }

    /// <summary>The run's epoch; an instrument that has seen a higher one of this run refuses.</summary>
    public required long Epoch { get; init; }

    /// <summary>Latest start; an instrument that has not begun by then refuses. Renewed with each resend and not part of the hash.</summary>
    public required DateTimeOffset StartBy { get; init; }

    /// <summary>How long the step may take once begun; on the wire <c>timeLimitSeconds</c>, a number.</summary>
    [JsonPropertyName("timeLimitSeconds")]
    public required TimeSpan TimeLimit { get; init; }

    /// <summary>
    /// SHA-256 (hex) over what is to be done: dispatch id, capability, parameters in ordinal key order, sample, simulated. Resends have the same.
    /// </summary>
    public string Hash() => CommandHash.Of(this);
}
