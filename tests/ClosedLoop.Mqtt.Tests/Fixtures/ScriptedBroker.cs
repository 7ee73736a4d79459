using System.Net;
using System.Net.Sockets;

namespace ClosedLoop.Mqtt.Tests;

/// <summary>A broker that does exactly what the test tells it, also what no broker should.</summary>
internal sealed class ScriptedBroker : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private PacketChannel? _channel;

    public ScriptedBroker()
    {
        _listener.Start();
        Address = new MqttAddress("127.0.0.1", ((IPEndPoint)_listener.LocalEndpoint).Port);
    }

    public MqttAddress Address { get; }

    /// <summary>Accepts the next connection, reads its CONNECT and answers.</summary>
    public async Task<ConnectPacket> AcceptAsync(ConnAckPacket? answer = null)
    {
        if (_channel is not null)
        {
            await _channel.DisposeAsync();
        }

        var socket = await _listener.AcceptSocketAsync(TestContext.Current.CancellationToken).Soon();
        _channel = new PacketChannel(new NetworkStream(socket, ownsSocket: true), TimeProvider.System, uint.MaxValue);
        var hello = await ExpectAsync<ConnectPacket>();
        Send(answer ?? new ConnAckPacket(false, MqttReasonCode.Success));
        return hello;
    }

    public void Send(MqttPacket packet) => _channel!.Write(packet).ShouldBeTrue();

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
