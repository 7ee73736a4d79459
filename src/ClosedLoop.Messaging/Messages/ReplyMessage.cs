namespace ClosedLoop.Messaging;

/// <summary>The answer to a campaign or host control message.</summary>
/// <param name="Accepted">Whether it is done, or being done: an order that is confirmed is durable.</param>
/// <param name="Lines">In words; errors of a refused campaign file, one line each.</param>
public sealed record ReplyMessage(bool Accepted, IReadOnlyList<string> Lines)
{
    /// <summary>The correlation data of the question, for clients of MQTT 3.1.1.</summary>
    public string? CorrelationId { get; init; }
}
