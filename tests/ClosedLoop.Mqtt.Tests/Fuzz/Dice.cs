namespace ClosedLoop.Mqtt.Tests;

/// <summary>A small generator (SplitMix64) that is made anew for every input, so that an input follows from its number alone.</summary>
internal struct Dice(ulong seed)
{
    private ulong _state = seed * 0x9E3779B97F4A7C15UL;

    public ulong Next()
    {
        var z = _state += 0x9E3779B97F4A7C15UL;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
        return z ^ (z >> 31);
    }

    /// <summary>0 to <paramref name="below"/> - 1.</summary>
    public int Next(int below) => (int)(Next() % (uint)below);

    public byte Byte() => (byte)Next();

    public T Of<T>(IReadOnlyList<T> choices) => choices[Next(choices.Count)];
}
