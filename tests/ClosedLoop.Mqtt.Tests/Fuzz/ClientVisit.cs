using System.Buffers.Binary;
using System.Threading.Channels;

namespace ClosedLoop.Mqtt.Tests;

/// <summary>One connection of the client to a broker that sends mutated packets until the client leaves or there are enough.</summary>
internal sealed class ClientVisit
{
    private const int Most = 16;
    private readonly FuzzState _state;
    private readonly MqttVersion _version;
    private readonly Func<FuzzInput?> _make;
    private readonly FuzzTally _tally;
    private readonly Channel<(PacketType Type, ushort Id)> _seen = Channel.CreateUnbounded<(PacketType, ushort)>();
    private FuzzInput? _current;
    private int _made;
    private int _step;
    private ushort _publishId;
    private ushort _subscribeId;
    private byte? _goodbye;

    public ClientVisit(FuzzState state, MqttVersion version, Func<FuzzInput?> make, FuzzTally tally)
    {
        (_state, _version, _make, _tally) = (state, version, make, tally);
        Stream = new FuzzStream(NextAsync, OnSent);
    }

    public FuzzStream Stream { get; }

    /// <summary>The connection is over, and why.</summary>
    public void Judge(Exception? cause)
    {
        if (_current is not { } input)
        {
            return;
        }

        if (cause is not MqttProtocolException { ReasonCode: var reason })
        {
            _tally.Fail($"{_state} {_version}: ended by {cause?.GetType().Name} {cause?.Message}: {input}");
            return;
        }
        if (_goodbye is { } said && (said != (byte)reason || !ReasonCodes.IsLegalInDisconnect(fromServer: false, said)))
        {
            _tally.Fail($"{_state} {_version}: 0x{said:X2} was said for {reason}: {input}");
        }

        if (input.HoldsGoodbye)
        {
            _tally.Count(_state, _version, input, FuzzOutcome.Goodbye);
            return;
        }
        if (_goodbye is null && _version == MqttVersion.V5 && _state != FuzzState.ClientBeforeConnAck)
        {
            _tally.Fail($"{_state} {_version}: left without a reason: {input}");
        }

        if (Expected(input) is { } expected && expected != reason)
        {
            _tally.Fail($"{_state} {_version}: {reason} instead of {expected}: {input}");
        }

        _tally.Count(_state, _version, input, FuzzOutcome.Ended, reason);
    }

    private async ValueTask<ReadOnlyMemory<byte>> NextAsync()
    {
        if (_step++ == 0 && _state != FuzzState.ClientBeforeConnAck)
        {
            return FuzzCorpus.Encode(new ConnAckPacket(_state == FuzzState.ClientConnected, MqttReasonCode.Success), _version);
        }

        while (_made == 0 && _state != FuzzState.ClientBeforeConnAck)
        {
            var (type, id) = await _seen.Reader.ReadAsync();
            if (type == PacketType.Subscribe && _state == FuzzState.ClientConnected)
            {
                return FuzzCorpus.Encode(new SubAckPacket(id, [MqttReasonCode.GrantedQos1]), _version);
            }

            break;
        }
        return NextInput();
    }

    private byte[] NextInput()
    {
        if (_current is { IsWhole: false })
        {
            return [];
        }

        if (_current is { } taken)
        {
            Taken(taken);
        }

        if (_made == Most || (_made == 1 && _state == FuzzState.ClientBeforeConnAck) || _make() is not { } input)
        {
            return [];
        }

        Meet(input);
        (_current, _made) = (input, _made + 1);
        return input.Bytes;
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

    /// <summary>Half of the answers answer something that was asked.</summary>
    private void Meet(in FuzzInput input)
    {
        if (input.Expected is not null || input.Number % 2 == 0 || input.Bytes.Length < 4 || input.Bytes[1] > 0x7F)
        {
            return;
        }

        var id = input.Bytes[0] switch { (byte)PacketType.PubAck << 4 => _publishId, (byte)PacketType.SubAck << 4 => _subscribeId, _ => (ushort)0 };
        if (id != 0)
        {
            BinaryPrimitives.WriteUInt16BigEndian(input.Bytes.AsSpan(2), id);
        }
    }

    private MqttReasonCode? Expected(in FuzzInput input)
    {
        if (_version != MqttVersion.V5)
        {
            return null;
        }

        var type = (PacketType)(input.Bytes[0] >> 4);
        var mayCome = _state == FuzzState.ClientBeforeConnAck
            ? type == PacketType.ConnAck
            : type is not (PacketType.ConnAck or PacketType.Connect or PacketType.Subscribe or PacketType.Unsubscribe or PacketType.PingReq);
        return mayCome ? input.Expected : MqttReasonCode.ProtocolError;
    }

    private void OnSent(byte first, ReadOnlySpan<byte> body)
    {
        switch ((PacketType)(first >> 4))
        {
            case PacketType.Publish when (first & 0x06) != 0:
                _publishId = BinaryPrimitives.ReadUInt16BigEndian(body[(2 + BinaryPrimitives.ReadUInt16BigEndian(body))..]);
                _seen.Writer.TryWrite((PacketType.Publish, _publishId));
                break;
            case PacketType.Publish: _seen.Writer.TryWrite((PacketType.Publish, 0)); break;
            case PacketType.Subscribe:
                _subscribeId = BinaryPrimitives.ReadUInt16BigEndian(body);
                _seen.Writer.TryWrite((PacketType.Subscribe, _subscribeId));
                break;
            case PacketType.Disconnect: _goodbye = body.Length == 0 ? (byte)0 : body[0]; break;
            case PacketType.Connect or PacketType.PubAck or PacketType.PingReq: break;
            default: _tally.Fail($"{_state} {_version}: the client sends first byte 0x{first:X2}: {_current}"); break;
        }
    }
}
