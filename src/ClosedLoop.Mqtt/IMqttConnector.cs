namespace ClosedLoop.Mqtt;

/// <summary>Opens connections to one broker.</summary>
public interface IMqttConnector
{
    /// <summary>Opens a connection and returns at once; it connects, and reconnects, by itself until disposed.</summary>
    IMqttConnection Open(MqttConnectionOptions options);
}
