namespace ClosedLoop.Mqtt;

/// <summary>Something that an operator may want to see in the log.</summary>
/// <param name="Kind">What happened.</param>
/// <param name="ClientId">Which client it concerns; empty while it has not introduced itself.</param>
/// <param name="Detail">One sentence.</param>
public sealed record MqttBrokerEvent(MqttBrokerEventKind Kind, string ClientId, string Detail);
