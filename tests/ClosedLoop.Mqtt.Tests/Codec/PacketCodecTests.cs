using System.Buffers;

namespace ClosedLoop.Mqtt.Tests;

public sealed class PacketCodecTests
{
    public static TheoryData<string> EveryType => [.. Enum.GetNames<PacketType>()];

    [Theory]
    [MemberData(nameof(EveryType))]
    public void RoundTrip_RandomPackets_GivesTheSamePacket(string name)
    {
        var type = Enum.Parse<PacketType>(name);
        var packets = new RandomPackets(seed: (int)type);
        for (var i = 0; i < 300; i++)
        {
            var packet = packets.Next(type);
            var received = new ReadOnlySequence<byte>(Encode(packet));
            PacketText.Of(Read(ref received)).ShouldBe(PacketText.Of(packet));
            received.IsEmpty.ShouldBeTrue();
        }
    }

    [Theory]
    [MemberData(nameof(EveryType))]
    public void Read_InPieces_WaitsForTheWholeAndGivesTheSamePacket(string name)
    {
        var type = Enum.Parse<PacketType>(name);
        var packets = new RandomPackets(seed: 100 + (int)type);
        for (var i = 0; i < 20; i++)
        {
            var packet = packets.Next(type);
            var bytes = Encode(packet);
            foreach (var cut in Enumerable.Range(0, Math.Min(bytes.Length, 40)))
            {
                var part = new ReadOnlySequence<byte>(bytes, 0, cut);
                Read(ref part).ShouldBeNull();
                part.Length.ShouldBe(cut, "nothing is consumed of an incomplete packet");
                var whole = Segment.Join(bytes.AsMemory(0, cut), bytes.AsMemory(cut), new byte[] { 0xC0 });
                PacketText.Of(Read(ref whole)).ShouldBe(PacketText.Of(packet));
                whole.Length.ShouldBe(1);
            }
        }
    }

    [Theory]
    [MemberData(nameof(EveryType))]
    public void Read_BodyCutShort_IsATypedErrorOrAnotherValidPacket(string name)
    {
        var type = Enum.Parse<PacketType>(name);
        var packets = new RandomPackets(seed: 200 + (int)type);
        for (var i = 0; i < 100; i++)
        {
            ReadsOrFailsTyped(Framed(Encode(packets.Next(type)), body => body[..(body.Length * i / 100)]));
        }
    }

    [Theory]
    [MemberData(nameof(EveryType))]
    public void Read_BytesChangedAtRandom_IsATypedErrorOrAnotherValidPacket(string name)
    {
        var type = Enum.Parse<PacketType>(name);
        var packets = new RandomPackets(seed: 300 + (int)type);
        var chance = new Random((int)type);
        var refused = 0;
        for (var i = 0; i < 2_000; i++)
        {
            var bytes = Encode(packets.Next(type));
            for (var n = chance.Next(1, 4); n > 0; n--)
            {
                bytes[chance.Next(bytes.Length)] = (byte)chance.Next(256);
            }

            refused += ReadsOrFailsTyped(bytes) ? 0 : 1;
        }
        refused.ShouldBeGreaterThan(0);
    }

    [Theory]
    [InlineData("00 00", MqttReasonCode.MalformedPacket, "packet type 0")]
    [InlineData("C1 00", MqttReasonCode.MalformedPacket, "reserved flags of PINGREQ")]
    [InlineData("C0 01 00", MqttReasonCode.MalformedPacket, "PINGREQ with a body")]
    [InlineData("C0 80 00", MqttReasonCode.MalformedPacket, "remaining length longer than needed")]
    [InlineData("C0 FF FF FF FF 01", MqttReasonCode.MalformedPacket, "remaining length of five bytes")]
    [InlineData("36 05 00 01 61 00 01", MqttReasonCode.MalformedPacket, "PUBLISH with QoS 3")]
    [InlineData("38 04 00 01 61 00", MqttReasonCode.MalformedPacket, "PUBLISH with DUP at QoS 0")]
    [InlineData("32 06 00 01 61 00 00 00", MqttReasonCode.ProtocolError, "PUBLISH with packet identifier 0")]
    [InlineData("30 03 00 00 00", MqttReasonCode.ProtocolError, "PUBLISH without topic and alias")]
    [InlineData("30 04 00 01 2B 00", MqttReasonCode.TopicNameInvalid, "PUBLISH to a wildcard")]
    [InlineData("30 04 00 01 00 00", MqttReasonCode.MalformedPacket, "U+0000 in a topic")]
    [InlineData("30 05 00 02 C3 28 00", MqttReasonCode.MalformedPacket, "invalid UTF-8")]
    [InlineData("30 06 00 03 ED A0 80 00", MqttReasonCode.MalformedPacket, "a surrogate in UTF-8")]
    [InlineData("30 08 00 01 61 04 01 00 01 00", MqttReasonCode.ProtocolError, "a property twice")]
    [InlineData("30 06 00 01 61 02 01 02", MqttReasonCode.ProtocolError, "payload format 2")]
    [InlineData("30 07 00 01 61 03 23 00 00", MqttReasonCode.TopicAliasInvalid, "topic alias 0")]
    [InlineData("30 06 00 01 61 02 0B 00", MqttReasonCode.ProtocolError, "subscription identifier 0")]
    [InlineData("30 06 00 01 61 02 3F 00", MqttReasonCode.MalformedPacket, "a property that does not exist")]
    [InlineData("30 07 00 01 61 03 21 00 01", MqttReasonCode.ProtocolError, "a property of another packet")]
    [InlineData("30 04 00 01 61 7F", MqttReasonCode.MalformedPacket, "properties longer than the packet")]
    [InlineData("82 03 00 01 00", MqttReasonCode.ProtocolError, "SUBSCRIBE without a filter")]
    [InlineData("82 07 00 01 00 00 01 61 03", MqttReasonCode.MalformedPacket, "SUBSCRIBE with QoS 3")]
    [InlineData("82 07 00 01 00 00 01 61 40", MqttReasonCode.MalformedPacket, "SUBSCRIBE with reserved options")]
    [InlineData("82 07 00 01 00 00 01 61 30", MqttReasonCode.MalformedPacket, "SUBSCRIBE with retain handling 3")]
    [InlineData("80 07 00 01 00 00 01 61 00", MqttReasonCode.MalformedPacket, "SUBSCRIBE with wrong flags")]
    [InlineData("A2 03 00 01 00", MqttReasonCode.ProtocolError, "UNSUBSCRIBE without a filter")]
    [InlineData("10 0D 00 04 4D 51 54 54 05 01 00 00 00 00 00", MqttReasonCode.MalformedPacket, "CONNECT with the reserved flag")]
    [InlineData("10 0E 00 06 4D 51 49 73 64 70 03 02 00 3C 00 00", MqttReasonCode.UnsupportedProtocolVersion, "CONNECT of version 3.1")]
    [InlineData("10 0D 00 04 4D 51 54 54 06 02 00 3C 00 00 00", MqttReasonCode.UnsupportedProtocolVersion, "CONNECT of version 6")]
    [InlineData("10 0D 00 04 4D 51 54 54 05 20 00 00 00 00 00", MqttReasonCode.MalformedPacket, "CONNECT with will retain and no will")]
    [InlineData("20 03 02 00 00", MqttReasonCode.ProtocolError, "CONNACK with reserved flags")]
    public void Read_BrokenPacket_SaysWhichRule(string hex, MqttReasonCode expected, string why)
    {
        var received = new ReadOnlySequence<byte>(Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal)));
        Should.Throw<MqttProtocolException>(() => Read(ref received), why).ReasonCode.ShouldBe(expected, why);
    }

    [Fact]
    public void Read_HeaderOfATooLargePacket_FailsBeforeTheBodyIsThere()
    {
        var header = new ReadOnlySequence<byte>([0x30, 0xFF, 0xFF, 0xFF, 0x7F]);
        Should.Throw<MqttProtocolException>(() => Read(ref header, 1_000_000)).ReasonCode.ShouldBe(MqttReasonCode.PacketTooLarge);
    }

    [Fact]
    public void TryWrite_LongerThanThePeerTakes_WritesNothing()
    {
        using var buffer = new PacketBuffer();
        PacketCodec.TryWrite(buffer, new PublishPacket("t", new byte[100]), MqttVersion.V5, 50).ShouldBeFalse();
        buffer.Length.ShouldBe(0);
        PacketCodec.TryWrite(buffer, PingReqPacket.Instance, MqttVersion.V5, 50).ShouldBeTrue();
        Should.Throw<ArgumentException>(() => PacketCodec.TryWrite(buffer, new PublishPacket("t", default) { ContentType = new string('x', 70_000) }, MqttVersion.V5, uint.MaxValue));
        buffer.Length.ShouldBe(2);
    }

    private static MqttPacket? Read(ref ReadOnlySequence<byte> received, uint maximumSize = uint.MaxValue)
    {
        var version = MqttVersion.V5;
        return PacketCodec.Read(ref received, ref version, maximumSize);
    }

    private static byte[] Encode(MqttPacket packet)
    {
        using var buffer = new PacketBuffer();
        PacketCodec.TryWrite(buffer, packet, MqttVersion.V5, uint.MaxValue).ShouldBeTrue();
        return buffer.Written.ToArray();
    }

    private static bool ReadsOrFailsTyped(byte[] bytes)
    {
        var received = new ReadOnlySequence<byte>(bytes);
        try
        {
            Read(ref received, 100_000);
            return true;
        }
        catch (MqttProtocolException)
        {
            return false;
        }
    }

    /// <summary>The same packet type around a changed body, with a length that fits.</summary>
    private static byte[] Framed(byte[] packet, Func<byte[], byte[]> change)
    {
        using var buffer = new PacketBuffer();
        var header = 1 + packet.Skip(1).TakeWhile(b => b >= 0x80).Count() + 1;
        var start = buffer.BeginPacket();
        buffer.Raw(change(packet[header..]));
        buffer.EndPacket(start, packet[0]);
        return buffer.Written.ToArray();
    }

    private sealed class Segment : ReadOnlySequenceSegment<byte>
    {
        public static ReadOnlySequence<byte> Join(params ReadOnlyMemory<byte>[] parts)
        {
            Segment? first = null, last = null;
            foreach (var part in parts)
            {
                var next = new Segment { Memory = part, RunningIndex = last is null ? 0 : last.RunningIndex + last.Memory.Length };
                if (last is not null)
                {
                    last.Next = next;
                }

                first ??= next;
                last = next;
            }
            return new ReadOnlySequence<byte>(first!, 0, last!, last!.Memory.Length);
        }
    }
}
