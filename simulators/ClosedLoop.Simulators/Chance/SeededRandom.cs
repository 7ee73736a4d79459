using System.Numerics;

namespace ClosedLoop.Simulators;

/// <summary>
/// Random numbers that depend on their seed alone, on every runtime: SplitMix64 (Steele, Lea and Flood, "Fast splittable pseudorandom number generators",
/// OOPSLA 2014).
/// </summary>
public sealed class SeededRandom(ulong seed)
{
    private ulong _state = seed;

    /// <summary>64 random bits.</summary>
    public ulong NextUInt64()
    {
        _state += 0x9E3779B97F4A7C15;
        var z = _state;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    /// <summary>Uniform in [0, 1).</summary>
    public double NextDouble() => (NextUInt64() >> 11) * (1.0 / (1UL << 53));

    /// <summary>Uniform in 0 … <paramref name="count"/> − 1.</summary>
    public int Next(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        return (int)Math.BigMul(NextUInt64(), (ulong)count, out _);
    }

    /// <summary>True with a probability; draws nothing when that is 0, so that a fault which is off does not shift the stream.</summary>
    public bool Chance(double probability) => probability > 0 && NextDouble() < probability;

    /// <summary>Uniform in [<paramref name="least"/>, <paramref name="most"/>].</summary>
    public TimeSpan Between(TimeSpan least, TimeSpan most) =>
        most > least ? least + TimeSpan.FromTicks((long)((most - least).Ticks * NextDouble())) : least;

    /// <summary>Standard normal (Box and Muller, Ann. Math. Stat. 29, 1958).</summary>
    public double NextNormal()
    {
        var radius = Math.Sqrt(-2 * Math.Log(1 - NextDouble()));
        return radius * Math.Cos(2 * Math.PI * NextDouble());
    }

    /// <summary>A further generator whose numbers are unrelated to those of its siblings.</summary>
    public static SeededRandom For(ulong seed, ulong purpose) => new(BitOperations.RotateLeft(seed, 23) ^ (purpose * 0xD6E8FEB86659FD93));
}
