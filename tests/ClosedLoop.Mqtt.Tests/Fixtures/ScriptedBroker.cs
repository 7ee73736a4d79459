using System.Net;
using System.Net.Sockets;

namespace ClosedLoop.Mqtt.Tests;

/// <summary>A broker that does exactly what the test tells it, also what no broker should.</summary>
internal sealed class ScriptedBroker : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private PacketChannel? channel;

    public ScriptedBroker()
    {
        listener.Start();
        Address = new MqttAddress("127.0.0.1", ((IPEndPoint)listener.LocalEndpoint).Port);
    }

    public MqttAddress Address { get; }

    /// <summary>Accepts the next connection, reads its CONNECT and answers.</summary>
    public async Task<ConnectPacket> AcceptAsync(ConnAckPacket? answer = null)
    {
        if (channel is not null)
        {
            await channel.DisposeAsync();
        }

        var socket = await listener.AcceptSocketAsync(TestContext.Current.CancellationToken).Soon();
        channel = new PacketChannel(new NetworkStream(socket, ownsSocket: true), TimeProvider.System, uint.MaxValue);
        var hello = await ExpectAsync<ConnectPacket>();
        Send(answer ?? new ConnAckPacket(false, MqttReasonCode.Success));
        return hello;
    }

    public void Send(MqttPacket packet) => channel!.Write(packet).ShouldBeTrue();

    public async Task<T> ExpectAsync<T>() where T : MqttPacket =>
        (await channel!.ReadAsync(TestContext.Current.CancellationToken).Soon()).ShouldBeOfType<T>();

    public void Cut() => channel!.Abort();

    public async ValueTask DisposeAsync()
    {
        listener.Stop();
        if (channel is not null)
        {
            await channel.DisposeAsync();
        }
    }
}
