using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace ClosedLoop.Optimization;

/// <summary>The last few fits by a hash of what they were fitted to. A hit returns what a new fit would: it saves time and changes nothing.</summary>
internal sealed class SurrogateCache
{
    private const int Capacity = 8;

    private readonly List<(string Key, ISurrogate Surrogate)> _entries = [];

    /// <summary>A Gaussian process for values in modelled units.</summary>
    public ISurrogate Fit(IReadOnlyList<double[]> points, double[] values, int[] groups, ulong seed)
    {
        var key = Key(points, values, groups, seed);
        var found = _entries.FindIndex(entry => entry.Key == key);
        var surrogate = found >= 0 ? _entries[found].Surrogate : GaussianProcess.Fit(points, values, groups, seed);
        if (found >= 0)
        {
            _entries.RemoveAt(found);
        }
        else if (_entries.Count == Capacity)
        {
            _entries.RemoveAt(0);
        }

        _entries.Add((key, surrogate));
        return surrogate;
    }

    private static string Key(IReadOnlyList<double[]> points, double[] values, int[] groups, ulong seed)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(MemoryMarshal.AsBytes([(long)seed, points.Count, groups.Length]));
        hash.AppendData(MemoryMarshal.AsBytes(groups.AsSpan()));
        hash.AppendData(MemoryMarshal.AsBytes(values.AsSpan()));
        foreach (var point in points)
        {
            hash.AppendData(MemoryMarshal.AsBytes(point.AsSpan()));
        }

        return Convert.ToHexString(hash.GetHashAndReset());
    }
}
