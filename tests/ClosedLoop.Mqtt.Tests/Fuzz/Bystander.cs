using System.Threading.Channels;

namespace ClosedLoop.Mqtt.Tests;

/// <summary>A well-behaved client that subscribes to everything, over memory.</summary>
internal sealed class Bystander : IAsyncDisposable
{
    private readonly Channel<ReadOnlyMemory<byte>> _toSend = Channel.CreateUnbounded<ReadOnlyMemory<byte>>();
    private readonly SemaphoreSlim _connAcks = new(0);
    private readonly SemaphoreSlim _subAcks = new(0);
    private readonly SemaphoreSlim _pongs = new(0);
    private readonly FuzzStream _stream;
    private readonly Task _serving;

    public Bystander(Func<Stream, Task> serve)
    {
        _stream = new FuzzStream(() => _toSend.Reader.ReadAsync(), OnSent);
        _serving = serve(_stream);
    }

    public async Task ConnectAsync(string clientId, uint sessionExpiry)
    {
        await ExchangeAsync(new ConnectPacket(clientId) { SessionExpiryInterval = sessionExpiry }, _connAcks);
        await ExchangeAsync(new SubscribePacket(1, [new SubscriptionRequest("#") { MaximumQos = sessionExpiry > 0 ? (byte)1 : (byte)0 }]), _subAcks);
    }

    public Task PingAsync() => ExchangeAsync(PingReqPacket.Instance, _pongs);

    public async ValueTask DisposeAsync()
    {
        _toSend.Writer.TryWrite(default);
        await _serving;
    }

    private Task ExchangeAsync(MqttPacket packet, SemaphoreSlim answer)
    {
        _toSend.Writer.TryWrite(FuzzCorpus.Encode(packet, MqttVersion.V5));
        return answer.WaitAsync();
    }

    private void OnSent(byte first, ReadOnlySpan<byte> body)
    {
        switch ((PacketType)(first >> 4))
        {
            case PacketType.ConnAck: _connAcks.Release(); break;
            case PacketType.SubAck: _subAcks.Release(); break;
            case PacketType.PingResp: _pongs.Release(); break;
        }
    }
}
