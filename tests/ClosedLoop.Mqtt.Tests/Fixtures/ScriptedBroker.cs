using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace ClosedLoop.Mqtt.Tests;

/// <summary>A broker that does exactly what the test tells it, also what no broker should.</summary>
internal sealed class ScriptedBroker : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly X509Certificate2? _certificate;
    private PacketChannel? _channel;
    private Stream? _stream;

    /// <param name="certificate">What it shows over TLS, or null for plain TCP.</param>
    public ScriptedBroker(X509Certificate2? certificate = null)
    {
        _certificate = certificate;
        _listener.Start();
        Address = new MqttAddress("127.0.0.1", ((IPEndPoint)_listener.LocalEndpoint).Port);
    }

    public MqttAddress Address { get; }

    /// <summary>Whether a connection waits to be accepted.</summary>
    public bool IsCalled => _listener.Pending();

    /// <summary>Accepts the next connection, reads its CONNECT and answers.</summary>
    public async Task<ConnectPacket> AcceptAsync(ConnAckPacket? answer = null) =>
        (await TryAcceptAsync(answer)).ShouldNotBeNull("the client turned away before CONNECT");

    /// <summary>As <see cref="AcceptAsync"/>; null if the client turns away before it says anything.</summary>
    public async Task<ConnectPacket?> TryAcceptAsync(ConnAckPacket? answer = null)
    {
        var hello = await AcceptConnectAsync();
        if (hello is not null)
        {
            Send(answer ?? new ConnAckPacket(false, MqttReasonCode.Success));
        }

        return hello;
    }

    /// <summary>As <see cref="AcceptAsync"/>, with an answer that may be no packet.</summary>
    public async Task AcceptRawAsync(string hex)
    {
        (await AcceptConnectAsync()).ShouldNotBeNull();
        await SendRawAsync(hex);
    }

    public Task SendRawAsync(string hex) => _stream!.WriteAsync(Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal))).Soon();

    private async Task<ConnectPacket?> AcceptConnectAsync()
    {
        if (_channel is not null)
        {
            await _channel.DisposeAsync();
        }

        MqttPacket? hello;
        try
        {
            _stream = await AcceptStreamAsync();
            _channel = new PacketChannel(_stream, TimeProvider.System, uint.MaxValue);
            hello = await _channel.ReadAsync(TestContext.Current.CancellationToken).Soon();
        }
        catch (Exception e) when (e is IOException or AuthenticationException)
        {
            return null;
        }

        return hello?.ShouldBeOfType<ConnectPacket>();
    }

    /// <summary>Accepts the next connection, up to the end of its TLS handshake.</summary>
    public async Task<Stream> AcceptStreamAsync()
    {
        var socket = await _listener.AcceptSocketAsync(TestContext.Current.CancellationToken).Soon();
        var plain = new NetworkStream(socket, ownsSocket: true);
        if (_certificate is null)
        {
            return plain;
        }

        var secure = new SslStream(plain);
        await secure.AuthenticateAsServerAsync(_certificate).Soon();
        return secure;
    }

    public void Send(MqttPacket packet) => _channel!.Write(packet).ShouldBeTrue();

    public async Task<T> ExpectAsync<T>() where T : MqttPacket =>
        (await _channel!.ReadAsync(TestContext.Current.CancellationToken).Soon()).ShouldBeOfType<T>();

    /// <summary>Waits for the client to close, without another packet.</summary>
    public async Task ClosedAsync()
    {
        try
        {
            (await _channel!.ReadAsync(TestContext.Current.CancellationToken).Soon()).ShouldBeNull();
        }
        catch (IOException)
        {
            // A reset closes as well.
        }
    }

    public void Cut() => _channel!.Abort();

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        if (_channel is not null)
        {
            await _channel.DisposeAsync();
        }
    }
}
