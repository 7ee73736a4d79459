namespace ClosedLoop.Mqtt;

/// <summary>Opens MQTT 5 connections to one broker over TCP.</summary>
public sealed class MqttTcpConnector : IMqttConnector
{
    private readonly MqttAddress address;
    private readonly TimeProvider time;
    private readonly MqttTcpConnectorOptions options;

    /// <summary>Connects to nothing yet.</summary>
    public MqttTcpConnector(MqttAddress address, TimeProvider time, MqttTcpConnectorOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(address);
        ArgumentNullException.ThrowIfNull(time);
        this.address = address;
        this.time = time;
        this.options = options ?? new MqttTcpConnectorOptions();
    }

    /// <inheritdoc cref="IMqttConnector.Open"/>
    public MqttTcpConnection Open(MqttConnectionOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return new MqttTcpConnection(address, time, this.options, options);
    }

    IMqttConnection IMqttConnector.Open(MqttConnectionOptions options) => Open(options);
}
