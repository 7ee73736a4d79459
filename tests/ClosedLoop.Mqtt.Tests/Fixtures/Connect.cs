namespace ClosedLoop.Mqtt.Tests;

/// <summary>Clients that lose no time between two attempts.</summary>
internal static class Connect
{
    public static MqttTcpConnection To(
        MqttAddress address,
        MqttConnectionOptions options,
        Inbox<MqttConnectionEvent>? events = null,
        TimeProvider? time = null,
        MqttTcpConnectorOptions? how = null) =>
        Through(address, events, time, how).Open(options);

    public static MqttTcpConnector Through(
        MqttAddress address,
        Inbox<MqttConnectionEvent>? events = null,
        TimeProvider? time = null,
        MqttTcpConnectorOptions? how = null) =>
        new(address, time ?? TimeProvider.System, (how ?? new MqttTcpConnectorOptions()) with
        {
            ShortestBackoff = TimeSpan.FromMilliseconds(10),
            LongestBackoff = TimeSpan.FromMilliseconds(100),
            JitterSeed = 1,
            OnEvent = events is null ? null : events.Add,
        });
}
