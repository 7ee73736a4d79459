using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace ClosedLoop.Optimization;

/// <summary>
/// Fits surrogates to a sequence of observations, and remembers what it fitted by a hash of the data: that saves time and changes nothing.
/// At stated counts of observations all kernel families compete; between them the family last chosen is refitted, started from its hyper-parameters there. So a
/// fit is a function of the told sequence, and costs little more than one start.
/// </summary>
internal sealed class SurrogateCache
{
    // Up to here, and then at each doubling.
    private const int FirstStated = 16;
    private const int RememberedFits = 64;

    // Two matrices of n × n numbers each: about 100 MB.
    private const long RememberedNumbers = 12_000_000;

    private static readonly KernelFamily[] Families = [KernelFamily.Matern52, KernelFamily.SquaredExponential, KernelFamily.Matern32];

    private readonly List<(string Key, GaussianProcessParameters Parameters)> _parameters = [];
    private readonly List<(string Key, ISurrogate Surrogate, long Numbers)> _surrogates = [];

    /// <summary>A surrogate for values in modelled units.</summary>
    /// <param name="points">Encoded points in the order in which they were told.</param>
    /// <param name="values">Values in modelled units.</param>
    /// <param name="groups">For each coordinate its length scale.</param>
    /// <param name="averaged">Whether a random forest may take part.</param>
    /// <param name="seed">Seed of restarts and trees.</param>
    public ISurrogate Fit(IReadOnlyList<double[]> points, double[] values, int[] groups, bool averaged, ulong seed)
    {
        var key = Key(points, values, groups, averaged, seed);
        var found = _surrogates.FindIndex(entry => entry.Key == key);
        if (found >= 0)
        {
            var entry = _surrogates[found];
            _surrogates.RemoveAt(found);
            _surrogates.Add(entry);
            return entry.Surrogate;
        }

        var process = Process(points, values, groups, seed);
        var surrogate = averaged ? ModelAverage.Of(process, seed) : process;
        _surrogates.Add((key, surrogate, 2L * points.Count * points.Count));
        while (_surrogates.Count > 1 && _surrogates.Sum(entry => entry.Numbers) > RememberedNumbers)
        {
            _surrogates.RemoveAt(0);
        }

        return surrogate;
    }

    private GaussianProcess Process(IReadOnlyList<double[]> points, double[] values, int[] groups, ulong seed)
    {
        if (points.Count <= FirstStated)
        {
            return GaussianProcess.Fit(points, values, groups, Families, null, seed);
        }

        var stated = FirstStated;
        while (2 * stated < points.Count)
        {
            stated *= 2;
        }

        var before = Stated([.. points.Take(stated)], values[..stated], groups, seed);
        return GaussianProcess.Fit(points, values, groups, points.Count == 2 * stated ? Families : [before.Kernel], before, seed);
    }

    private GaussianProcessParameters Stated(double[][] points, double[] values, int[] groups, ulong seed)
    {
        var key = Key(points, values, groups, false, seed);
        var found = _parameters.FindIndex(entry => entry.Key == key);
        if (found >= 0)
        {
            return _parameters[found].Parameters;
        }

        var parameters = Process(points, values, groups, seed).Parameters;
        if (_parameters.Count == RememberedFits)
        {
            _parameters.RemoveAt(0);
        }

        _parameters.Add((key, parameters));
        return parameters;
    }

    private static string Key(IReadOnlyList<double[]> points, double[] values, int[] groups, bool averaged, ulong seed)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(MemoryMarshal.AsBytes([(long)seed, points.Count, groups.Length, averaged ? 1 : 0]));
        hash.AppendData(MemoryMarshal.AsBytes(groups.AsSpan()));
        hash.AppendData(MemoryMarshal.AsBytes(values.AsSpan()));
        foreach (var point in points)
        {
            hash.AppendData(MemoryMarshal.AsBytes(point.AsSpan()));
        }

        return Convert.ToHexString(hash.GetHashAndReset());
    }
}
