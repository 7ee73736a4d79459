using System.ComponentModel.DataAnnotations;

namespace ClosedLoop.Messaging;

/// <summary>An operator steers a campaign.</summary>
/// <param name="Verb">What is asked.</param>
/// <param name="Reason">Why, in words, or null.</param>
public sealed record CampaignControlMessage(CampaignVerb Verb, string? Reason)
{
    /// <summary>Approve and reject: which request is answered, as the topic of the request names it.</summary>
    [NeededBy(nameof(Verb), CampaignVerb.Approve, CampaignVerb.Reject)]
    public string? Request { get; init; }

    /// <summary>Where the answer goes: the response topic once more, for clients of MQTT 3.1.1, which have none.</summary>
    [MinLength(1), MaxLength(2048)]
    [RegularExpression("^[^+#\\u0000-\\u001f]*$", ErrorMessage = "a topic that can be published to")]
    public string? ReplyTo { get; init; }

    /// <summary>What the answer repeats: the correlation data once more, for clients of MQTT 3.1.1.</summary>
    [MaxLength(1024)]
    public string? CorrelationId { get; init; }
}
