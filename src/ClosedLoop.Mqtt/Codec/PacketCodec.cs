using System.Buffers;

namespace ClosedLoop.Mqtt;

/// <summary>
/// Whole packets to and from bytes, in both versions of the protocol. A packet for a 3.1.1 peer is written without what 3.1.1 cannot say; a packet from one is
/// read with those parts absent.
/// </summary>
internal static class PacketCodec
{
    /// <summary>Appends a packet; false, and nothing appended, if it is longer than the peer accepts.</summary>
    public static bool TryWrite(PacketBuffer buffer, MqttPacket packet, MqttVersion version, uint maximumSize)
    {
        var start = buffer.BeginPacket();
        try
        {
            WriteBody(buffer, packet, version);
            buffer.EndPacket(start, FirstByte(packet));
        }
        catch
        {
            buffer.TruncateTo(start);
            throw;
        }
        if ((uint)(buffer.Length - start) <= maximumSize)
        {
            return true;
        }

        buffer.TruncateTo(start);
        return false;
    }

    /// <summary>
    /// Takes one packet off the front; null if it is not complete yet. The size is checked when the header is there, before anything is buffered for the body.
    /// A CONNECT is read in the version that it asks for, which becomes the version of what follows, also if it is refused.
    /// </summary>
    public static MqttPacket? Read(ref ReadOnlySequence<byte> received, ref MqttVersion version, uint maximumSize)
    {
        var header = new SequenceReader<byte>(received);
        if (!header.TryRead(out var first) || !TryReadLength(ref header, out var length))
        {
            return null;
        }

        if (header.Consumed + length > maximumSize)
        {
            throw new MqttProtocolException(MqttReasonCode.PacketTooLarge, $"A packet of {header.Consumed + length} bytes is longer than {maximumSize}");
        }

        if (header.Remaining < length)
        {
            return null;
        }

        var body = received.Slice(header.Position, length);
        received = received.Slice(body.End);
        if (body.IsSingleSegment)
        {
            return ReadBody(first, body.FirstSpan, ref version);
        }

        var joined = ArrayPool<byte>.Shared.Rent((int)length);
        try
        {
            body.CopyTo(joined);
            return ReadBody(first, joined.AsSpan(0, (int)length), ref version);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(joined);
        }
    }

    private static bool TryReadLength(ref SequenceReader<byte> header, out uint length)
    {
        length = 0;
        for (var shift = 0; shift <= 21; shift += 7)
        {
            if (!header.TryRead(out var part))
            {
                return false;
            }

            length |= (uint)(part & 0x7F) << shift;
            if (part < 0x80)
            {
                return part != 0 || shift == 0 ? true : throw PacketReader.Malformed("A remaining length is longer than needed");
            }
        }
        throw PacketReader.Malformed("A remaining length has more than four bytes");
    }

    private static byte FirstByte(MqttPacket packet) => (byte)(((int)packet.Type << 4) | packet switch
    {
        PublishPacket publish => PublishCodec.Flags(publish),
        PubRelPacket or SubscribePacket or UnsubscribePacket => 0x02,
        _ => 0,
    });

    private static void WriteBody(PacketBuffer buffer, MqttPacket packet, MqttVersion version)
    {
        switch (packet)
        {
            case PublishPacket publish: PublishCodec.Write(buffer, publish, version); break;
            case AcknowledgementPacket acknowledgement: AcknowledgementCodec.Write(buffer, acknowledgement, version); break;
            case ConnectPacket connect: ConnectCodec.Write(buffer, connect); break;
            case ConnAckPacket connAck: ConnAckCodec.Write(buffer, connAck, version); break;
            case SubscribePacket subscribe: SubscribeCodec.Write(buffer, subscribe, version); break;
            case SubAckPacket subAck: SubscriptionAckCodec.Write(buffer, subAck, version); break;
            case UnsubscribePacket unsubscribe: UnsubscribeCodec.Write(buffer, unsubscribe, version); break;
            case UnsubAckPacket unsubAck: SubscriptionAckCodec.Write(buffer, unsubAck, version); break;
            case DisconnectPacket disconnect: DisconnectCodec.Write(buffer, disconnect, version); break;
            case AuthPacket auth when version == MqttVersion.V5: AuthCodec.Write(buffer, auth); break;
            case PingReqPacket or PingRespPacket: break;
            default: throw new ArgumentOutOfRangeException(nameof(packet), packet.Type, "No codec for this packet.");
        }
    }

    private static MqttPacket ReadBody(byte first, ReadOnlySpan<byte> body, ref MqttVersion version)
    {
        var type = (PacketType)(first >> 4);
        var flags = (byte)(first & 0x0F);
        var expected = type is PacketType.PubRel or PacketType.Subscribe or PacketType.Unsubscribe ? 0x02 : 0;
        if (type != PacketType.Publish && flags != expected)
        {
            throw PacketReader.Malformed($"{type} has reserved flags set");
        }

        var reader = new PacketReader(body, version);
        switch (type)
        {
            case PacketType.Publish: return PublishCodec.Read(reader, flags);
            case PacketType.PubAck or PacketType.PubRec or PacketType.PubRel or PacketType.PubComp: return AcknowledgementCodec.Read(reader, type);
            case PacketType.Connect: return ConnectCodec.Read(reader, out version);
            case PacketType.ConnAck: return ConnAckCodec.Read(reader);
            case PacketType.Subscribe: return SubscribeCodec.Read(reader);
            case PacketType.SubAck or PacketType.UnsubAck: return SubscriptionAckCodec.Read(reader, type);
            case PacketType.Unsubscribe: return UnsubscribeCodec.Read(reader);
            case PacketType.Disconnect: return DisconnectCodec.Read(reader);
            case PacketType.Auth when version == MqttVersion.V5: return AuthCodec.Read(reader);
            case PacketType.PingReq: reader.ExpectEnd(); return PingReqPacket.Instance;
            case PacketType.PingResp: reader.ExpectEnd(); return PingRespPacket.Instance;
            default: throw PacketReader.Malformed($"Packet type {(int)type} does not exist");
        }
    }
}
