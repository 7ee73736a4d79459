using System.ComponentModel.DataAnnotations;
using ClosedLoop.Mqtt;

namespace ClosedLoop;

/// <summary>How a broker of ours guards its doors: the one inside this process, or <c>closedloop broker</c>.</summary>
public sealed class EmbeddedBrokerSettings : IValidatableObject
{
    private static readonly MqttBrokerOptions Default = new();

    /// <summary>TCP port for TLS; 0 takes any free one, null (the default) is no TLS.</summary>
    [TcpPort(ErrorMessage = "ClosedLoop:Broker:Embedded:TlsPort is a TCP port, 0 to 65535")]
    public int? TlsPort { get; set; }

    /// <summary>Host name or address for TLS; that of <see cref="BrokerSettings.Host"/> by default.</summary>
    public string? TlsHost { get; set; }

    /// <summary>PEM file with the broker's certificate, and those between it and the root.</summary>
    public string? TlsCertificate { get; set; }

    /// <summary>PEM file with the certificate's key.</summary>
    public string? TlsKey { get; set; }

    /// <summary>PEM file with the authorities of client certificates. With it every TLS client needs one, and its common name is its user name.</summary>
    public string? ClientCa { get; set; }

    /// <summary>Users and passwords, as <c>closedloop passwd</c> and mosquitto_passwd write them; none by default, then nobody is asked.</summary>
    public string? PasswordFile { get; set; }

    /// <summary>Topic permissions in mosquitto's format, such as <c>docs/mqtt/lab.acl</c>; none by default, then everybody may do everything.</summary>
    public string? AclFile { get; set; }

    /// <summary>Clients at the same time.</summary>
    public int MaximumConnections { get; set; } = Default.MaximumConnections;

    /// <summary>Bytes of the largest packet.</summary>
    public uint MaximumPacketSize { get; set; } = Default.MaximumPacketSize;

    /// <summary>Messages that may wait for one client.</summary>
    public int MaximumQueue { get; set; } = Default.MaximumQueue;

    /// <summary>Payload bytes that may wait for one client.</summary>
    public long MaximumQueueBytes { get; set; } = Default.MaximumQueueBytes;

    /// <summary>Subscriptions of one client.</summary>
    public int MaximumSubscriptions { get; set; } = Default.MaximumSubscriptions;

    /// <summary>Topics with a retained message.</summary>
    public int MaximumRetained { get; set; } = Default.MaximumRetained;

    /// <summary>Payload bytes of all retained messages.</summary>
    public long MaximumRetainedBytes { get; set; } = Default.MaximumRetainedBytes;

    /// <summary>Sessions of clients that are away.</summary>
    public int MaximumSessions { get; set; } = Default.MaximumSessions;

    /// <summary>What the broker is started with.</summary>
    /// <param name="address">Where it listens in the clear.</param>
    /// <param name="onEvent">Takes what it tells.</param>
    public MqttBrokerOptions ToOptions(MqttAddress address, Action<MqttBrokerEvent> onEvent)
    {
        ArgumentNullException.ThrowIfNull(address);
        return new MqttBrokerOptions
        {
            Address = address,
            Tls = TlsPort is { } port
                ? new MqttTlsEndpoint(new MqttAddress(TlsHost ?? address.Host, port), TlsCertificate!, TlsKey!) { ClientCaFile = ClientCa }
                : null,
            PasswordFile = PasswordFile,
            AclFile = AclFile,
            MaximumConnections = MaximumConnections,
            MaximumPacketSize = MaximumPacketSize,
            MaximumQueue = MaximumQueue,
            MaximumQueueBytes = MaximumQueueBytes,
            MaximumSubscriptions = MaximumSubscriptions,
            MaximumRetained = MaximumRetained,
            MaximumRetainedBytes = MaximumRetainedBytes,
            MaximumSessions = MaximumSessions,
            OnEvent = onEvent,
        };
    }

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        (string Name, string? Value)[] files = [(nameof(TlsCertificate), TlsCertificate), (nameof(TlsKey), TlsKey)];
        foreach (var (name, value) in files)
        {
            if (TlsPort is not null && value is null)
            {
                yield return new ValidationResult($"ClosedLoop:Broker:Embedded:TlsPort is set and {name} is missing");
            }
        }

        foreach (var (name, value) in files.Append((nameof(ClientCa), ClientCa)).Append((nameof(TlsHost), TlsHost)))
        {
            if (TlsPort is null && value is not null)
            {
                yield return new ValidationResult($"ClosedLoop:Broker:Embedded:{name} has a meaning only with TlsPort");
            }
        }
    }
}
