namespace ClosedLoop.Reports.Tests;

/// <summary>A small generator (SplitMix64, Steele et al. 2014), so that a story is the same on every runtime.</summary>
internal sealed class Chance(ulong seed)
{
    private ulong _state = seed;

    public double Uniform()
    {
        _state += 0x9e3779b97f4a7c15;
        var z = _state;
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
        z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
        return ((z ^ (z >> 31)) >> 11) * (1.0 / (1UL << 53));
    }

    public double Normal() => Math.Sqrt(-2 * Math.Log(1 - Uniform())) * Math.Cos(2 * Math.PI * Uniform());
}
