using ClosedLoop.Mqtt;

namespace ClosedLoop.Simulators;

/// <summary>A topic's retained message.</summary>
/// <param name="Message">As published.</param>
/// <param name="StoredAt">When the broker got it.</param>
internal sealed record RetainedMessage(MqttMessage Message, DateTimeOffset StoredAt);
