namespace ClosedLoop.Mqtt.Tests;

/// <summary>Makes broken packets of valid ones. Where the mutation leaves only one right answer, it says which.</summary>
internal sealed class Mutator(FuzzCorpus corpus, int largestPacket, ulong seed)
{
    private const int LongestLength = 268_435_455;
    private static readonly Mutation[] All = Enum.GetValues<Mutation>();

    /// <summary>The input of a number: always the same.</summary>
    /// <param name="number">From 0.</param>
    /// <param name="version">What the connection speaks.</param>
    /// <param name="usual">Most inputs are made from these types, because the others are refused as a whole.</param>
    public FuzzInput Make(long number, MqttVersion version, IReadOnlyList<PacketType> usual)
    {
        var dice = new Dice(seed + (ulong)number);
        var type = dice.Of(dice.Next(4) == 0 ? corpus.Types(version) : usual);
        var mutation = dice.Next(8) == 0 ? Mutation.Nothing : dice.Of(All);
        var bytes = new List<byte>(corpus.Of(version, type, ref dice));
        var expected = Apply(mutation, bytes, version, ref dice);
        return new FuzzInput(number, type, mutation, [.. bytes], version == MqttVersion.V5 ? expected : null);
    }

    private MqttReasonCode? Apply(Mutation mutation, List<byte> bytes, MqttVersion version, ref Dice dice)
    {
        switch (mutation)
        {
            case Mutation.FlipBits or Mutation.SetBytes or Mutation.TextLength: ChangeBytes(mutation, bytes, ref dice); return null;
            case Mutation.CutBody or Mutation.InsertBytes or Mutation.RemoveBytes: ChangeBody(mutation, bytes, ref dice); return null;
            case Mutation.Splice or Mutation.Append: Join(mutation, bytes, corpus.Of(version, dice.Of(corpus.Types(version)), ref dice), ref dice); return null;
            case Mutation.LengthOff or Mutation.LengthHuge or Mutation.LengthOverlong: return ChangeLength(mutation, bytes, ref dice);
            case Mutation.CutStream or Mutation.ReservedFlags: BreakForm(mutation, bytes, ref dice); return MqttReasonCode.MalformedPacket;
            case Mutation.Noise:
                for (var i = 0; i < bytes.Count; i++)
                {
                    bytes[i] = dice.Byte();
                }

                return null;
            case Mutation.Nothing: return null;
            default: return version == MqttVersion.V5 ? PropertyMutation.Apply(mutation, bytes, ref dice) : null;
        }
    }

    /// <summary>A place in the packet, more often near its begin, where its form is.</summary>
    private static int Place(List<byte> bytes, ref Dice dice) => dice.Next(dice.Next(4) == 0 ? bytes.Count : Math.Min(bytes.Count, 64));

    private static void BreakForm(Mutation mutation, List<byte> bytes, ref Dice dice)
    {
        if (mutation == Mutation.CutStream)
        {
            var kept = 1 + dice.Next(bytes.Count - 1);
            bytes.RemoveRange(kept, bytes.Count - kept);
        }
        else if ((PacketType)(bytes[0] >> 4) == PacketType.Publish)
        {
            // QoS 3.
            bytes[0] |= 0x06;
        }
        else
        {
            bytes[0] ^= (byte)(1 + dice.Next(15));
        }
    }

    private static void ChangeBytes(Mutation mutation, List<byte> bytes, ref Dice dice)
    {
        for (var n = 1 + dice.Next(4); n > 0; n--)
        {
            var at = Place(bytes, ref dice);
            switch (mutation)
            {
                case Mutation.FlipBits: bytes[at] ^= (byte)(1 << dice.Next(8)); break;
                case Mutation.SetBytes: bytes[at] = dice.Of<byte>([0, 1, 0x7F, 0x80, 0xFF, dice.Byte()]); break;
                default: (bytes[at], bytes[Math.Min(at + 1, bytes.Count - 1)]) = (0xFF, dice.Byte()); break;
            }
        }
    }

    /// <summary>What stands in the body changes and the length of the packet goes with it.</summary>
    private static void ChangeBody(Mutation mutation, List<byte> bytes, ref Dice dice)
    {
        Frames.TryHeader([.. bytes], out var header, out var length);
        if (length == 0)
        {
            return;
        }

        var at = header + dice.Next(length);
        switch (mutation)
        {
            case Mutation.CutBody: bytes.RemoveRange(at, bytes.Count - at); break;
            case Mutation.RemoveBytes: bytes.RemoveRange(at, Math.Min(1 + dice.Next(8), bytes.Count - at)); break;
            default:
                for (var n = 1 + dice.Next(8); n > 0; n--)
                {
                    bytes.Insert(at, dice.Byte());
                }

                break;
        }
        SetLength(bytes, header, bytes.Count - header);
    }

    private static void Join(Mutation mutation, List<byte> bytes, byte[] other, ref Dice dice)
    {
        if (mutation == Mutation.Append)
        {
            bytes.AddRange(other);
            return;
        }
        Frames.TryHeader([.. bytes], out var header, out _);
        var at = header + dice.Next(bytes.Count - header + 1);
        bytes.RemoveRange(at, bytes.Count - at);
        bytes.AddRange(other.AsSpan(dice.Next(other.Length)));
        SetLength(bytes, header, bytes.Count - header);
    }

    private MqttReasonCode? ChangeLength(Mutation mutation, List<byte> bytes, ref Dice dice)
    {
        Frames.TryHeader([.. bytes], out var header, out var length);
        if (mutation == Mutation.LengthOff)
        {
            SetLength(bytes, header, Math.Max(0, length + dice.Next(33) - 16));
            return null;
        }
        if (mutation == Mutation.LengthHuge)
        {
            if (dice.Next(2) == 0)
            {
                SetLength(bytes, header, largestPacket + dice.Next(LongestLength - largestPacket + 1));
                return MqttReasonCode.PacketTooLarge;
            }

            // A length that is allowed, and never comes: nothing may be kept ready for it.
            SetLength(bytes, header, (largestPacket / 2) + dice.Next(largestPacket / 4));
            return MqttReasonCode.MalformedPacket;
        }
        bytes.RemoveRange(1, header - 1);
        bytes.InsertRange(1, dice.Of<byte[]>([[0x80, 0x00], [0xFF, 0x80, 0x80, 0x00], [0xFF, 0xFF, 0xFF, 0xFF, 0x01], [0x80, 0x80, 0x80, 0x80, 0x80]]));
        return MqttReasonCode.MalformedPacket;
    }

    private static void SetLength(List<byte> bytes, int header, int length)
    {
        bytes.RemoveRange(1, header - 1);
        var coded = new List<byte>(4);
        Frames.AppendLength(coded, length);
        bytes.InsertRange(1, coded);
    }
}
