namespace ClosedLoop.Mqtt;

internal sealed record ConnectPacket(string ClientId) : MqttPacket
{
    public override PacketType Type => PacketType.Connect;

    public MqttVersion Version { get; init; } = MqttVersion.V5;

    /// <summary>In 3.1.1 the clean session: the session also ends with its connection.</summary>
    public bool CleanStart { get; init; }

    /// <summary>Seconds; 0 switches the keep-alive off.</summary>
    public ushort KeepAlive { get; init; }

    public WillMessage? Will { get; init; }

    public string? UserName { get; init; }

    public ReadOnlyMemory<byte>? Password { get; init; }

    /// <summary>Seconds; absent means 0, 0xFFFFFFFF never.</summary>
    public uint? SessionExpiryInterval { get; init; }

    public ushort? ReceiveMaximum { get; init; }

    public uint? MaximumPacketSize { get; init; }

    public ushort? TopicAliasMaximum { get; init; }

    public bool? RequestResponseInformation { get; init; }

    public bool? RequestProblemInformation { get; init; }

    public string? AuthenticationMethod { get; init; }

    public ReadOnlyMemory<byte>? AuthenticationData { get; init; }
}
