using System.Security.Authentication;
using System.Text;

namespace ClosedLoop.Mqtt;

/// <summary>CONNECT and its answer.</summary>
internal sealed class Hello(MqttTcpConnectorOptions connector, MqttConnectionOptions options)
{
    // The longest packet that the protocol knows: header, length, body.
    private const uint LongestPacket = 268_435_455 + 5;

    /// <summary>
    /// Whether a first connection must end an older session before the one that counts: in 3.1.1 a session that begins clean also ends with its connection.
    /// </summary>
    public bool MustWipe => connector.Version == MqttVersion.V311 && options.CleanStart && options.SessionExpiry > TimeSpan.Zero;

    /// <summary>Ends an older session of this client.</summary>
    public async Task WipeAsync(PacketChannel channel, CancellationToken cancellationToken)
    {
        await SayAsync(channel, Packet() with { CleanStart = true, SessionExpiryInterval = 0 }, cancellationToken).ConfigureAwait(false);
        channel.Write(new DisconnectPacket());
        await channel.CompleteAsync().WaitAsync(cancellationToken).ConfigureAwait(false);
        await channel.ReadAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Introduces the client for the n-th time; throws <see cref="MqttProtocolException"/> if the broker refuses it.</summary>
    public Task<ConnAckPacket> SayAsync(PacketChannel channel, long connect, CancellationToken cancellationToken)
    {
        var will = options.Will?.Invoke(connect);
        var clean = connector.Version == MqttVersion.V311 ? options.SessionExpiry <= TimeSpan.Zero : options.CleanStart && connect == 1;
        var packet = Packet() with { CleanStart = clean, Will = will is null ? null : MessageMapping.ToWill(will, options.WillDelay) };
        return SayAsync(channel, packet, cancellationToken);
    }

    private async Task<ConnAckPacket> SayAsync(PacketChannel channel, ConnectPacket packet, CancellationToken cancellationToken)
    {
        channel.Version = connector.Version;
        channel.Write(packet);
        var answer = await AnswerAsync(channel, cancellationToken).ConfigureAwait(false);
        if (answer.ReasonCode >= MqttReasonCode.UnspecifiedError)
        {
            var whom = connector.Credentials is { } who ? $" of {who}" : " of a client without credentials";
            throw new MqttProtocolException(
                answer.ReasonCode, $"The broker refuses the connection{whom}{ConnectFailure.Words(answer.ReasonString, answer.ServerReference)}");
        }

        channel.MaximumOutgoing = Math.Min(answer.MaximumPacketSize ?? LongestPacket, LongestPacket);
        return answer;
    }

    private async Task<ConnAckPacket> AnswerAsync(PacketChannel channel, CancellationToken cancellationToken)
    {
        try
        {
            return await channel.ReadAsync(cancellationToken).ConfigureAwait(false) switch
            {
                ConnAckPacket packet => packet,
                null => throw new IOException(
                    "The broker closed the connection instead of answering "
                    + (connector.Tls is null ? "(does this port want TLS?)" : "(does it want a client certificate?)")),
                var other => throw new MqttProtocolException(MqttReasonCode.ProtocolError, $"The broker answers CONNECT with {other.Type}"),
            };
        }
        catch (IOException failure) when (connector.Tls is not null && failure.InnerException is not (null or System.Net.Sockets.SocketException))
        {
            // In TLS 1.3 the server checks the client's certificate when the client takes the handshake for over.
            throw new AuthenticationException(
                $"The broker ends the TLS session (does it want another client certificate?): {failure.GetBaseException().Message}", failure);
        }
    }

    private ConnectPacket Packet() => new(options.ClientId)
    {
        Version = connector.Version,
        KeepAlive = options.KeepAlive > TimeSpan.Zero ? (ushort)Math.Min(MessageMapping.Seconds(options.KeepAlive), ushort.MaxValue) : (ushort)0,
        SessionExpiryInterval = options.SessionExpiry > TimeSpan.Zero ? MessageMapping.Seconds(options.SessionExpiry) : 0,
        ReceiveMaximum = connector.ReceiveMaximum,
        MaximumPacketSize = connector.MaximumPacketSize,
        UserName = connector.Credentials?.User,
        Password = connector.Credentials?.Read() is { } password ? Encoding.UTF8.GetBytes(password) : (ReadOnlyMemory<byte>?)null,
    };
}
