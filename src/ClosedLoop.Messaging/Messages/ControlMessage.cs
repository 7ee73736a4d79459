using System.ComponentModel.DataAnnotations;
using ClosedLoop.Domain;

namespace ClosedLoop.Messaging;

/// <summary>A question or an order about a dispatch, or about the instrument. Answered on the response topic with a <see cref="StatusMessage"/>.</summary>
/// <param name="Verb">What is asked.</param>
/// <param name="DispatchId">Which dispatch; null for pause, resume and safe-stop.</param>
/// <param name="Epoch">The run's epoch; a lower one than the ledger has seen is refused. Ignored without a dispatch.</param>
/// <param name="Reason">Why, in words, or null.</param>
public sealed record ControlMessage(
    ControlVerb Verb,
    [property: NeededBy(nameof(ControlMessage.Verb), ControlVerb.Query, ControlVerb.Cancel, ControlVerb.Close)] DispatchId? DispatchId,
    long Epoch,
    string? Reason)
{
    /// <summary>Where the answer goes: the response topic once more, for clients of MQTT 3.1.1, which have none.</summary>
    [MinLength(1), MaxLength(2048)]
    [RegularExpression("^[^+#\\u0000-\\u001f]*$", ErrorMessage = "a topic that can be published to")]
    public string? ReplyTo { get; init; }

    /// <summary>What the answer repeats: the correlation data once more, for clients of MQTT 3.1.1.</summary>
    [MaxLength(1024)]
    public string? CorrelationId { get; init; }
}
