using System.Text;
using System.Text.Unicode;

namespace ClosedLoop.Messaging;

/// <summary>Where an answer goes: MQTT 5 response topic and correlation data, or what the payload says in their place.</summary>
/// <param name="Topic">Response topic.</param>
/// <param name="Correlation">Correlation data, repeated in the answer.</param>
public sealed record ReplyAddress(string Topic, ReadOnlyMemory<byte> Correlation)
{
    /// <summary>The W3C <c>traceparent</c> of the order, continued by the answer; null without one.</summary>
    public string? Trace { get; init; }

    /// <summary>The correlation data as the payload of an answer repeats them; null when there are none or they are no text.</summary>
    internal string? CorrelationId => Correlation.IsEmpty || !Utf8.IsValid(Correlation.Span) ? null : Encoding.UTF8.GetString(Correlation.Span);
}
