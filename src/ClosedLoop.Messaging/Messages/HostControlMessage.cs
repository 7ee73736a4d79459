using System.ComponentModel.DataAnnotations;

namespace ClosedLoop.Messaging;

/// <summary>An operator steers a host.</summary>
/// <param name="Verb">What is asked.</param>
/// <param name="FileName">Submit: the campaign file's name, for messages.</param>
/// <param name="Text">Submit: the campaign file's text.</param>
public sealed record HostControlMessage(
    HostVerb Verb,
    [property: NeededBy(nameof(HostControlMessage.Verb), HostVerb.Submit)] string? FileName,
    [property: NeededBy(nameof(HostControlMessage.Verb), HostVerb.Submit)] string? Text)
{
    /// <summary>Refill: of what there is so much.</summary>
    [NeededBy(nameof(Verb), HostVerb.Refill)]
    public string? Item { get; init; }

    /// <summary>Refill: how much there is now, in the item's unit.</summary>
    [NeededBy(nameof(Verb), HostVerb.Refill)]
    [Range(0, double.MaxValue)]
    public double? Amount { get; init; }

    /// <summary>Refill: names the request, so that it counts once however often it arrives; one without counts whenever it arrives.</summary>
    [MaxLength(128)]
    public string? RequestId { get; init; }

    /// <summary>Where the answer goes: the response topic once more, for clients of MQTT 3.1.1, which have none.</summary>
    [MinLength(1), MaxLength(2048)]
    [RegularExpression("^[^+#\\u0000-\\u001f]*$", ErrorMessage = "a topic that can be published to")]
    public string? ReplyTo { get; init; }

    /// <summary>What the answer repeats: the correlation data once more, for clients of MQTT 3.1.1.</summary>
    [MaxLength(1024)]
    public string? CorrelationId { get; init; }
}
