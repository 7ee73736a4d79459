using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using ClosedLoop.Domain;

namespace ClosedLoop.Messaging;

/// <summary>Do one step. Never retained; always expires.</summary>
public sealed record CommandMessage
{
    /// <summary>The dispatch; the same id again is the same act, never a second one.</summary>
    public required DispatchId DispatchId { get; init; }

    /// <summary>The capability to use.</summary>
    [MinLength(1)]
    public required string Capability { get; init; }

    /// <summary>Command parameter → value.</summary>
    public required IReadOnlyDictionary<string, ParameterValue> Parameters { get; init; }

    /// <summary>The physical sample: <c>{run}.{trial}</c>.</summary>
    [MinLength(1)]
    public required string Sample { get; init; }

    /// <summary>Whether the sender believes that nothing physical happens.</summary>
    public required bool Simulated { get; init; }

    /// <summary>The ledger that the sender means; an instrument with another refuses.</summary>
    [MinLength(1)]
    public required string LedgerId { get; init; }

    /// <summary>The run's epoch; an instrument that has seen a higher one of this run refuses.</summary>
    [Range(0, long.MaxValue)]
    public required long Epoch { get; init; }

    /// <summary>Latest start; an instrument that has not begun by then refuses. Renewed with each resend and not part of the hash.</summary>
    public required DateTimeOffset StartBy { get; init; }

    /// <summary>How long the step may take once begun; on the wire <c>timeLimitSeconds</c>, a number.</summary>
    [JsonPropertyName("timeLimitSeconds")]
    public required TimeSpan TimeLimit { get; init; }

    /// <summary>Where the answer goes: the response topic once more, for clients of MQTT 3.1.1, which have none. Not part of the hash.</summary>
    [MinLength(1), MaxLength(2048)]
    [RegularExpression("^[^+#\\u0000-\\u001f]*$", ErrorMessage = "a topic that can be published to")]
    public string? ReplyTo { get; init; }

    /// <summary>What the answer repeats: the correlation data once more, for clients of MQTT 3.1.1. Not part of the hash.</summary>
    [MaxLength(1024)]
    public string? CorrelationId { get; init; }

    /// <summary>
    /// SHA-256 (hex) over what is to be done: dispatch id, capability, parameters in ordinal key order, sample, simulated. Resends have the same.
    /// </summary>
    public string Hash() => CommandHash.Of(this);
}
