namespace ClosedLoop.Mqtt.Tests;

/// <summary>One mutated packet.</summary>
/// <param name="Number">Which it is: with the seed of the run it makes the input again.</param>
/// <param name="Type">The valid packet that it was made from.</param>
/// <param name="Mutation">What was done to it.</param>
/// <param name="Bytes">What is sent.</param>
/// <param name="Expected">The only right answer in MQTT 5, where the mutation is such that there is one.</param>
internal readonly record struct FuzzInput(long Number, PacketType Type, Mutation Mutation, byte[] Bytes, MqttReasonCode? Expected)
{
    /// <summary>Whether it ends where a packet ends, by the lengths that it claims itself.</summary>
    public bool IsWhole => Frames.Walk(Bytes, (_, _) => { });

    /// <summary>Whether one of its packets says goodbye.</summary>
    public bool HoldsGoodbye
    {
        get
        {
            var found = false;
            Frames.Walk(Bytes, (first, _) => found |= first == (byte)PacketType.Disconnect << 4);
            return found;
        }
    }

    public override string ToString() =>
        $"input {Number}: {Mutation} of {Type}, {Bytes.Length} bytes {Convert.ToHexString(Bytes.AsSpan(0, Math.Min(Bytes.Length, 400)))}";
}
