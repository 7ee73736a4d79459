namespace ClosedLoop.Optimization;

/// <summary>
/// A stream of random numbers that is a pure function of the numbers it was made from, such as (campaign seed, purpose, proposal number).
/// xoshiro256** (Blackman, Vigna 2021), its state filled by SplitMix64 (Steele et al. 2014).
/// </summary>
internal sealed class RandomStream
{
    private ulong _a;
    private ulong _b;
    private ulong _c;
    private ulong _d;

    public RandomStream(ulong seed, StreamPurpose purpose, params ReadOnlySpan<ulong> path)
    {
        var state = Mix(seed + 0x9E3779B97F4A7C15UL) ^ Mix((ulong)purpose + 1);
        foreach (var part in path)
        {
            state = Mix((state * 0xD1342543DE82EF95UL) + part + 0x9E3779B97F4A7C15UL);
        }

        _a = Mix(state += 0x9E3779B97F4A7C15UL);
        _b = Mix(state += 0x9E3779B97F4A7C15UL);
        _c = Mix(state += 0x9E3779B97F4A7C15UL);
        _d = Mix(state + 0x9E3779B97F4A7C15UL) | 1;
    }

    /// <summary>The finalizer of SplitMix64: a bijection that scatters every bit.</summary>
    public static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
        return z ^ (z >> 31);
    }

    /// <summary>64 random bits.</summary>
    public ulong NextBits()
    {
        var result = ulong.RotateLeft(_b * 5, 7) * 9;
        var t = _b << 17;
        _c ^= _a;
        _d ^= _b;
        _b ^= _c;
        _a ^= _d;
        _c ^= t;
        _d = ulong.RotateLeft(_d, 45);
        return result;
    }

    /// <summary>Uniform in the open interval (0, 1).</summary>
    public double NextUniform() => ((NextBits() >> 11) + 0.5) * (1.0 / (1UL << 53));

    /// <summary>Uniform in 0 … <paramref name="count"/> − 1.</summary>
    public int NextIndex(int count) => (int)Math.BigMul(NextBits(), (ulong)count, out _);

    /// <summary>Standard normal, by inversion so that each number costs one draw.</summary>
    public double NextNormal() => NormalDistribution.Quantile(NextUniform());

    /// <summary>Shuffles in place (Fisher and Yates).</summary>
    public void Shuffle<T>(Span<T> values)
    {
        for (var i = values.Length - 1; i > 0; i--)
        {
            var j = NextIndex(i + 1);
            (values[i], values[j]) = (values[j], values[i]);
        }
    }
}
