namespace ClosedLoop.Mqtt.Tests;

/// <summary>Clients that lose no time between two attempts.</summary>
internal static class Connect
{
    public static MqttTcpConnection To(MqttAddress address, MqttConnectionOptions options, Inbox<MqttConnectionEvent>? events = null, TimeProvider? time = null, TimeSpan savesWithin = default) =>
        new MqttTcpConnector(address, time ?? TimeProvider.System, new MqttTcpConnectorOptions
        {
            ShortestBackoff = TimeSpan.FromMilliseconds(10),
            LongestBackoff = TimeSpan.FromMilliseconds(100),
            JitterSeed = 1,
            BrokerSavesWithin = savesWithin,
            OnEvent = events is null ? null : events.Add,
        }).Open(options);
}
