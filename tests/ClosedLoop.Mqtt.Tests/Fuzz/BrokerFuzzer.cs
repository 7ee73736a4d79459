namespace ClosedLoop.Mqtt.Tests;

/// <summary>
/// Mutated packets into the broker's own connections, over memory instead of sockets. Beside them stand a client that subscribes to everything and must not
/// notice, and one that is away and whose queue fills.
/// </summary>
internal sealed class BrokerFuzzer(FuzzCorpus corpus, ulong seed, FuzzTally tally) : IAsyncDisposable
{
    private const int Largest = 32 * 1024 * 1024;
    private const int AtOnce = 16;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly FuzzState[] States =
        [FuzzState.BrokerConnected, FuzzState.BrokerConnected, FuzzState.BrokerConnecting, FuzzState.BrokerBeforeConnect, FuzzState.BrokerAfterDisconnect];

    private static readonly PacketType[] First = [PacketType.Connect];
    private static readonly PacketType[] Later =
        [PacketType.Publish, PacketType.Publish, PacketType.PubAck, PacketType.Subscribe, PacketType.Unsubscribe, PacketType.PingReq, PacketType.Disconnect];

    private readonly ManualTime _time = new();
    private readonly Mutator _mutator = new(corpus, Largest, seed);
    private BrokerState _state = null!;
    private BrokerGate _gate = null!;
    private MqttBrokerOptions _options = null!;
    private Bystander _watcher = null!;
    private long _last;
    private long _next;

    /// <summary>All inputs from one number to another, the second not included.</summary>
    public async Task RunAsync(long from, long to)
    {
        (_next, _last) = (from, to);
        using var watch = new ExceptionWatch(tally);
        await StartAsync();
        for (var round = 0; Interlocked.Read(ref _next) < to; round++)
        {
            var visits = new Task[AtOnce];
            for (var i = 0; i < AtOnce; i++)
            {
                visits[i] = VisitAsync(i, new Dice(seed ^ (ulong)Interlocked.Read(ref _next)));
            }

            await Task.WhenAll(visits).WaitAsync(Patience);
            await _watcher.PingAsync().WaitAsync(Patience);
            if (round % 100 == 0)
            {
                _time.Advance(TimeSpan.FromSeconds(1));
                _state.Sweep();
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_watcher is not null)
        {
            await _watcher.DisposeAsync();
            _gate.Dispose();
        }
    }

    private async Task StartAsync()
    {
        _options = new MqttBrokerOptions
        {
            MaximumPacketSize = Largest,
            MaximumQueue = 50,
            MaximumRetained = 20,
            MaximumSessions = 20,
            MaximumConnections = 4 * AtOnce,
        };
        _state = new BrokerState(_options, _time, (_, _, _) => { });
        _gate = new BrokerGate(_options, _time, (_, _, _) => { }, CancellationToken.None);
        _watcher = new Bystander(Serve);
        await _watcher.ConnectAsync("watcher", sessionExpiry: 0);
        await using var sleeper = new Bystander(Serve);
        await sleeper.ConnectAsync("sleeper", sessionExpiry: uint.MaxValue);
    }

    private Task VisitAsync(int place, Dice dice)
    {
        var state = dice.Of(States);
        var version = dice.Next(3) == 0 ? MqttVersion.V311 : MqttVersion.V5;
        var hello = FuzzCorpus.Encode(new ConnectPacket($"f{place}") { Version = version, CleanStart = dice.Next(4) != 0, ReceiveMaximum = version == MqttVersion.V5 ? (ushort)(1 + dice.Next(8)) : null }, version);
        var goodbye = state == FuzzState.BrokerAfterDisconnect ? FuzzCorpus.Encode(new DisconnectPacket(), version) : [];
        var visit = new BrokerVisit(state, version, [.. hello, .. goodbye], () => Make(version, state == FuzzState.BrokerBeforeConnect ? First : Later), tally);
        visit.Stream.Dribble = dice.Next(8) == 0 ? dice.Next(64) : 0;
        return visit.RunAsync(() => Serve(visit.Stream));
    }

    private FuzzInput? Make(MqttVersion version, PacketType[] usual) =>
        Interlocked.Increment(ref _next) - 1 is var number && number < _last ? _mutator.Make(number, version, usual) : null;

    private async Task Serve(Stream stream)
    {
        var channel = new PacketChannel(stream, _time, _options.MaximumPacketSize) { Opening = PacketType.Connect };
        var client = new BrokerClient(channel, _state, _gate, _options, _time, $"spare-{Interlocked.Read(ref _next)}", null, (_, _, _) => { });
        await using (client.Channel)
        {
            await client.RunAsync();
        }
    }
}
