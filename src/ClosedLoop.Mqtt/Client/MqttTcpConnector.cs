namespace ClosedLoop.Mqtt;

/// <summary>Opens MQTT 5 connections to one broker over TCP.</summary>
public sealed class MqttTcpConnector : IMqttConnector
{
    private readonly MqttAddress _address;
    private readonly TimeProvider _time;
    private readonly MqttTcpConnectorOptions _options;

    /// <summary>Connects to nothing yet.</summary>
    public MqttTcpConnector(MqttAddress address, TimeProvider time, MqttTcpConnectorOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(address);
        ArgumentNullException.ThrowIfNull(time);
        _address = address;
        _time = time;
        _options = options ?? new MqttTcpConnectorOptions();
    }

    /// <inheritdoc cref="IMqttConnector.Open"/>
    public MqttTcpConnection Open(MqttConnectionOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return new MqttTcpConnection(_address, _time, _options, options);
    }

    IMqttConnection IMqttConnector.Open(MqttConnectionOptions options) => Open(options);
}
