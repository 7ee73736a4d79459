using System.Net.Security;
using System.Net.Sockets;

namespace ClosedLoop.Mqtt.Tests;

/// <summary>Speaks single packets to a broker, also forbidden ones.</summary>
internal sealed class RawClient : IAsyncDisposable
{
    private readonly Stream _stream;
    private readonly PacketChannel _channel;

    private RawClient(Stream stream)
    {
        _stream = stream;
        _channel = new PacketChannel(stream, TimeProvider.System, uint.MaxValue);
    }

    public ConnAckPacket Answer { get; private set; } = null!;

    public static async Task<RawClient> OpenAsync(MqttAddress address, MqttVersion version = MqttVersion.V5, SslClientAuthenticationOptions? tls = null)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(address.Host, address.Port);
        Stream stream = new NetworkStream(socket, ownsSocket: true);
        if (tls is not null)
        {
            var secure = new SslStream(stream);
            await secure.AuthenticateAsClientAsync(tls, TestContext.Current.CancellationToken).Soon();
            stream = secure;
        }

        var client = new RawClient(stream);
        client._channel.Version = version;
        return client;
    }

    public static Task<RawClient> ConnectAsync(MqttAddress address, string clientId) => ConnectAsync(address, new ConnectPacket(clientId) { CleanStart = true });

    public static async Task<RawClient> ConnectAsync(MqttAddress address, ConnectPacket hello, SslClientAuthenticationOptions? tls = null)
    {
        var client = await OpenAsync(address, hello.Version, tls);
        client.Send(hello);
        client.Answer = await client.ExpectAsync<ConnAckPacket>();
        return client;
    }

    public void Send(MqttPacket packet) => _channel.Write(packet).ShouldBeTrue();

    public Task SendRawAsync(string hex) => _stream.WriteAsync(Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal))).Soon();

    public async Task<MqttPacket?> NextAsync() => await _channel.ReadAsync(TestContext.Current.CancellationToken).Soon();

    public async Task<T> ExpectAsync<T>() where T : MqttPacket => (await NextAsync()).ShouldBeOfType<T>();

    public async Task<SubAckPacket> SubscribeAsync(SubscriptionRequest request, uint? identifier = null)
    {
        Send(new SubscribePacket(7, [request]) { SubscriptionIdentifier = identifier });
        return await ExpectAsync<SubAckPacket>();
    }

    /// <summary>Publishes with QoS 1 and returns what the broker says; nothing else may arrive in between.</summary>
    public async Task<MqttReasonCode> PublishAsync(string topic, string payload = "x", bool retain = false, uint? expiry = null)
    {
        Send(new PublishPacket(topic, System.Text.Encoding.UTF8.GetBytes(payload)) { Qos = 1, PacketId = 1, Retain = retain, MessageExpiryInterval = expiry });
        return (await ExpectAsync<PubAckPacket>()).ReasonCode;
    }

    /// <summary>A ping and its answer: whatever the broker sent before is either read or was never sent.</summary>
    public async Task NothingMoreAsync()
    {
        Send(PingReqPacket.Instance);
        await ExpectAsync<PingRespPacket>();
    }

    /// <summary>Waits for the broker to close.</summary>
    public async Task ClosedAsync()
    {
        try
        {
            (await _channel.ReadAsync(TestContext.Current.CancellationToken).Soon()).ShouldBeNull();
        }
        catch (IOException)
        {
            // A reset closes as well.
        }
    }

    /// <summary>Closes the socket without DISCONNECT.</summary>
    public ValueTask DisposeAsync() => _channel.DisposeAsync();
}
