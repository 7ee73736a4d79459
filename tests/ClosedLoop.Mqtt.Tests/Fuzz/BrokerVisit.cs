namespace ClosedLoop.Mqtt.Tests;

/// <summary>One connection to the broker that sends mutated packets until it is thrown out or has sent enough.</summary>
internal sealed class BrokerVisit
{
    private const int Most = 16;
    private readonly FuzzState _state;
    private readonly MqttVersion _version;
    private readonly Func<FuzzInput?> _make;
    private readonly FuzzTally _tally;
    private readonly byte[] _hello;
    private FuzzInput? _current;
    private int _made;
    private int _connAcks;
    private bool _over;
    private long _own;
    private long _given;
    private MqttReasonCode? _reason;

    public BrokerVisit(FuzzState state, MqttVersion version, byte[] hello, Func<FuzzInput?> make, FuzzTally tally)
    {
        (_state, _version, _hello, _make, _tally) = (state, version, hello, make, tally);
        Stream = new FuzzStream(Next, OnSent);
    }

    public FuzzStream Stream { get; }

    /// <summary>Runs the connection on this thread as far as it goes without waiting.</summary>
    public async Task RunAsync(Func<Task> serve)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        var serving = serve();
        // Before the first await: what was allocated by this thread, less what it cost to make the inputs.
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before - _own;
        await serving;
        _tally.Allocated(allocated, _given);
        Judge();
    }

    private ValueTask<ReadOnlyMemory<byte>> Next()
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        var bytes = NextBytes();
        _own += GC.GetAllocatedBytesForCurrentThread() - before;
        _given += bytes.Length;
        return new ValueTask<ReadOnlyMemory<byte>>(bytes);
    }

    private byte[] NextBytes()
    {
        if (_current is { IsWhole: false })
        {
            // The rest never comes.
            return [];
        }

        var first = _made == 0;
        if (_current is { } taken)
        {
            Taken(taken);
        }

        if (_over || _made == Most || _make() is not { } input)
        {
            return [];
        }

        (_current, _made) = (input, _made + 1);
        _over = _state is FuzzState.BrokerBeforeConnect or FuzzState.BrokerAfterDisconnect;
        return !first || _state == FuzzState.BrokerBeforeConnect ? input.Bytes : [.. _hello, .. input.Bytes];
    }

    private void Taken(in FuzzInput input)
    {
        if (Expected(input) is { } expected)
        {
            _tally.Fail($"{_state} {_version}: taken instead of {expected}: {input}");
        }

        _tally.Count(_state, _version, input, FuzzOutcome.Taken);
        _current = null;
    }

    private void Judge()
    {
        if (_connAcks > 1)
        {
            _tally.Fail($"{_state} {_version}: {_connAcks} CONNACK");
        }

        if (_current is { } input)
        {
            _tally.Count(_state, _version, input, OutcomeOf(input), _reason);
        }
    }

    private FuzzOutcome OutcomeOf(in FuzzInput input)
    {
        if (_reason is { } reason)
        {
            if (Expected(input) is { } expected && expected != reason)
            {
                _tally.Fail($"{_state} {_version}: {reason} instead of {expected}: {input}");
            }

            return FuzzOutcome.Ended;
        }

        if (_state == FuzzState.BrokerAfterDisconnect)
        {
            return FuzzOutcome.Ignored;
        }

        if (input.HoldsGoodbye)
        {
            return FuzzOutcome.Goodbye;
        }

        if (_version == MqttVersion.V5 && _state != FuzzState.BrokerBeforeConnect)
        {
            _tally.Fail($"{_state} {_version}: closed without a reason: {input}");
        }

        return FuzzOutcome.Closed;
    }

    /// <summary>The only right answer in MQTT 5, if there is one. What may not come now is wrong whatever else is wrong with it.</summary>
    private MqttReasonCode? Expected(in FuzzInput input)
    {
        if (_version != MqttVersion.V5 || _state == FuzzState.BrokerAfterDisconnect)
        {
            return null;
        }

        var type = (PacketType)(input.Bytes[0] >> 4);
        var mayCome = _state == FuzzState.BrokerBeforeConnect
            ? type == PacketType.Connect
            : type is not (PacketType.Connect or PacketType.ConnAck or PacketType.SubAck or PacketType.UnsubAck or PacketType.PingResp);
        return mayCome ? input.Expected : MqttReasonCode.ProtocolError;
    }

    private void OnSent(byte first, ReadOnlySpan<byte> body)
    {
        switch ((PacketType)(first >> 4))
        {
            case PacketType.ConnAck:
                _connAcks++;
                Ends(body[1], body[1] == 0 || ReasonCodes.IsLegalInConnAck(body.Length == 2 ? MqttVersion.V311 : MqttVersion.V5, body[1]));
                break;
            case PacketType.Disconnect:
                Ends(body.Length == 0 ? (byte)0 : body[0], _version == MqttVersion.V5 && ReasonCodes.IsLegalInDisconnect(fromServer: true, body[0]));
                break;
            case PacketType.Publish or PacketType.PubAck or PacketType.SubAck or PacketType.UnsubAck or PacketType.PingResp: break;
            default: _tally.Fail($"{_state} {_version}: the broker sends first byte 0x{first:X2}: {_current}"); break;
        }
    }

    private void Ends(byte code, bool legal)
    {
        if (!legal)
        {
            _tally.Fail($"{_state} {_version}: ended with 0x{code:X2}, which may not be sent here: {_current}");
        }

        if (code != 0)
        {
            _reason = (MqttReasonCode)code;
        }
    }
}
