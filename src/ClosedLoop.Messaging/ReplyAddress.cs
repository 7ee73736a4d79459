namespace ClosedLoop.Messaging;

/// <summary>Where an answer goes: MQTT 5 response topic and correlation data.</summary>
/// <param name="Topic">Response topic.</param>
/// <param name="Correlation">Correlation data, repeated in the answer.</param>
public sealed record ReplyAddress(string Topic, ReadOnlyMemory<byte> Correlation);
