namespace ClosedLoop.Mqtt.Tests;

/// <summary>
/// A client that has subscribed to everything and always has publishes in flight, whose every connection leads to a broker, over memory instead of sockets,
/// that sends mutated packets. However it ends, the client connects again.
/// </summary>
internal sealed class ClientFuzzer(FuzzCorpus corpus, ulong seed, FuzzTally tally) : IAsyncDisposable
{
    private const int Largest = 32 * 1024 * 1024;
    private const int InFlight = 4;
    private static readonly FuzzState[] States = [FuzzState.ClientConnected, FuzzState.ClientConnected, FuzzState.ClientSubscribing, FuzzState.ClientBeforeConnAck];
    private static readonly PacketType[] First = [PacketType.ConnAck];
    private static readonly PacketType[] Later =
        [PacketType.Publish, PacketType.Publish, PacketType.PubAck, PacketType.SubAck, PacketType.PingResp, PacketType.Disconnect];

    private readonly ManualTime _time = new();
    private readonly Mutator _mutator = new(corpus, Largest, seed + 1_000_000_007);
    private readonly TaskCompletionSource _over = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private MqttTcpConnection? _client;
    private ClientVisit? _visit;
    private Task _subscribing = Task.CompletedTask;
    private MqttVersion _version;
    private long _last;
    private long _next;
    private readonly List<Task<MqttPublishOutcome>> _publishing = [];

    /// <summary>All inputs from one number to another, the second not included.</summary>
    public async Task RunAsync(long from, long to)
    {
        (_next, _last) = (from, to);
        _version = from / 1_000 % 3 == 0 ? MqttVersion.V311 : MqttVersion.V5;
        using var watch = new ExceptionWatch(tally);
        var connector = new MqttTcpConnectorOptions
        {
            ShortestBackoff = TimeSpan.Zero,
            LongestBackoff = TimeSpan.Zero,
            Version = _version,
            MaximumPacketSize = Largest,
            ReceiveMaximum = 64,
            JitterSeed = 1,
            OnEvent = OnEvent,
        };
        var ready = new TaskCompletionSource<MqttTcpConnection>(TaskCreationOptions.RunContinuationsAsynchronously);
        _client = new MqttTcpConnection(
            new MqttAddress("nowhere"), _time, connector, new MqttConnectionOptions { ClientId = "c", KeepAlive = TimeSpan.Zero },
            async stopping => await DialAsync(await ready.Task, stopping));
        ready.SetResult(_client);
        await _over.Task;
    }

    public async ValueTask DisposeAsync()
    {
        if (_client is not null)
        {
            await _client.AbortAsync();
        }
    }

    private async Task<Stream> DialAsync(MqttTcpConnection client, CancellationToken stopping)
    {
        if (_next >= _last || tally.Failures.Count > 0)
        {
            _over.TrySetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, stopping);
        }

        if (_subscribing.IsCompleted)
        {
            _subscribing = SubscribeAsync(client);
        }

        // An outcome may be known here later than in the client, and then nothing of these would be left to send; the message without acknowledgement always is.
        _ = client.PublishAsync(new MqttMessage("t/0", "x"u8.ToArray()) { Qos = MqttQos.AtMostOnce }, CancellationToken.None).AsTask();
        _publishing.RemoveAll(outcome => outcome.IsCompleted);
        while (_publishing.Count < InFlight)
        {
            _publishing.Add(client.PublishAsync(new MqttMessage("t/1", "x"u8.ToArray()), CancellationToken.None).AsTask());
        }

        var dice = new Dice(seed ^ (ulong)_next);
        var state = dice.Of(States);
        var usual = state == FuzzState.ClientBeforeConnAck ? First : Later;
        _visit = new ClientVisit(state, _version, () => _next < _last ? _mutator.Make(_next++, _version, usual) : null, tally);
        _visit.Stream.Dribble = dice.Next(8) == 0 ? dice.Next(64) : 0;
        return _visit.Stream;
    }

    private void OnEvent(MqttConnectionEvent happened)
    {
        if (happened.Kind is MqttConnectionEventKind.Disconnected or MqttConnectionEventKind.ConnectFailed)
        {
            _visit!.Judge(happened.Cause);
        }
    }

    private async Task SubscribeAsync(MqttTcpConnection client)
    {
        try
        {
            await client.SubscribeAsync("#", MqttQos.AtLeastOnce, _ => default);
        }
        catch (Exception refused) when (refused is MqttProtocolException or ObjectDisposedException)
        {
            // Asked again at the next connect.
        }
    }
}
