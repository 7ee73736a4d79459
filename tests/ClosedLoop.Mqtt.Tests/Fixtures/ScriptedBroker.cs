using System.Net;
using System.Net.Sockets;

namespace ClosedLoop.Mqtt.Tests;

/// <summary>A broker that does exactly what the test tells it, also what no broker should.</summary>
internal sealed class ScriptedBroker : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private PacketChannel? _channel;
    private Stream? _stream;

    public ScriptedBroker()
    {
        _listener.Start();
        Address = new MqttAddress("127.0.0.1", ((IPEndPoint)_listener.LocalEndpoint).Port);
    }

    public MqttAddress Address { get; }

    /// <summary>Accepts the next connection, reads its CONNECT and answers.</summary>
    public async Task<ConnectPacket> AcceptAsync(ConnAckPacket? answer = null)
    {
        var hello = await AcceptConnectAsync();
        Send(answer ?? new ConnAckPacket(false, MqttReasonCode.Success));
        return hello;
    }

    /// <summary>As <see cref="AcceptAsync"/>, with an answer that may be no packet.</summary>
    public async Task AcceptRawAsync(string hex)
    {
        await AcceptConnectAsync();
        await SendRawAsync(hex);
    }

    public void Send(MqttPacket packet) => _channel!.Write(packet).ShouldBeTrue();

    public Task SendRawAsync(string hex) => _stream!.WriteAsync(Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal))).Soon();

    /// <summary>Waits for the client to close.</summary>
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

    private async Task<ConnectPacket> AcceptConnectAsync()
    {
        if (_channel is not null)
        {
            await _channel.DisposeAsync();
        }

        var socket = await _listener.AcceptSocketAsync(TestContext.Current.CancellationToken).Soon();
        _stream = new NetworkStream(socket, ownsSocket: true);
        _channel = new PacketChannel(_stream, TimeProvider.System, uint.MaxValue);
        return await ExpectAsync<ConnectPacket>();
    }

    public async Task<T> ExpectAsync<T>() where T : MqttPacket =>
        (await _channel!.ReadAsync(TestContext.Current.CancellationToken).Soon()).ShouldBeOfType<T>();

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
