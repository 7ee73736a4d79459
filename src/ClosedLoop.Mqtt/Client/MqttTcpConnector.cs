namespace ClosedLoop.Mqtt;

/// <summary>Opens connections to one broker over TCP, in MQTT 5 or 3.1.1, with or without TLS.</summary>
public sealed class MqttTcpConnector : IMqttConnector
{
    private readonly MqttAddress _address;
    private readonly TimeProvider _time;
    private readonly MqttTcpConnectorOptions _options;

    /// <summary>Connects to nothing yet, but reads the files that the options name.</summary>
    /// <exception cref="InvalidDataException">One of them cannot be read or used.</exception>
    public MqttTcpConnector(MqttAddress address, TimeProvider time, MqttTcpConnectorOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(address);
        ArgumentNullException.ThrowIfNull(time);
        _address = address;
        _time = time;
        _options = options ?? new MqttTcpConnectorOptions();
        _options.Credentials?.Read();
        if (_options.Tls is { } tls)
        {
            TlsCertificates.Roots(tls);
            TlsCertificates.Own(tls);
        }
    }

    /// <inheritdoc cref="IMqttConnector.Open"/>
    public MqttTcpConnection Open(MqttConnectionOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return new MqttTcpConnection(_address, _time, _options, options);
    }

    IMqttConnection IMqttConnector.Open(MqttConnectionOptions options) => Open(options);
}
