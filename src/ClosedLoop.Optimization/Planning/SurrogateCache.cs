using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace ClosedLoop.Optimization;

/// <summary>
/// Fits surrogates to a sequence of observations, and remembers what it fitted by a hash of the data: that saves time and changes nothing.
/// Up to 16 observations, and then at each doubling, forms of Gaussian process are compared. Between two doublings the form last chosen is fitted again, at every
/// count while data are few and at sixteen counts later, started from its hyper-parameters at the doubling; at the counts between, hyper-parameters stay and only
/// data are added. So a fit is a function of the told sequence, and costs little more than one start.
/// </summary>
internal sealed class SurrogateCache
{
    // Up to here, and then at each doubling.
    private const int FirstStated = 16;

    // Refits between two doublings; below twice 32 observations that is each one or two.
    private const int RefitsBetween = 32;
    private const int RefitsBetweenMany = 16;
    private const int Many = 128;
    private const int RememberedFits = 64;

    // Two matrices of n × n numbers each: about 100 MB.
    private const long RememberedNumbers = 12_000_000;

    private static readonly KernelFamily[] Families = [KernelFamily.Matern52, KernelFamily.SquaredExponential, KernelFamily.Matern32];

    private readonly List<(string Key, GaussianProcessParameters Parameters)> _parameters = [];
    private readonly List<(string Key, ISurrogate Surrogate, long Numbers)> _surrogates = [];

    /// <summary>A surrogate for values in modelled units.</summary>
    /// <param name="told">Observations in the order in which they were told, in modelled units.</param>
    /// <param name="choice">Which surrogates may serve.</param>
    /// <param name="seed">Seed of restarts and trees.</param>
    public ISurrogate Fit(TrainingData told, SurrogateChoice choice, ulong seed)
    {
        var key = Key(told, choice, seed);
        var found = _surrogates.FindIndex(entry => entry.Key == key);
        if (found >= 0)
        {
            var entry = _surrogates[found];
            _surrogates.RemoveAt(found);
            _surrogates.Add(entry);
            return entry.Surrogate;
        }

        var surrogate = choice.Of(Process(told, choice.Transforms, seed), seed);
        _surrogates.Add((key, surrogate, 2L * told.Count * told.Count));
        while (_surrogates.Count > 1 && _surrogates.Sum(entry => entry.Numbers) > RememberedNumbers)
        {
            _surrogates.RemoveAt(0);
        }

        return surrogate;
    }

    private GaussianProcess Process(TrainingData told, bool transforms, ulong seed)
    {
        var (doubling, refit) = StatedCounts(told.Count);
        if (refit < told.Count)
        {
            var kept = Stated(told, refit, transforms, seed);
            return GaussianProcess.Fit(told, seed, search => search.Keep(kept));
        }

        var before = doubling == 0 ? null : Stated(told, doubling, transforms, seed);
        var fitted = GaussianProcess.Fit(told, seed, search => before is null || told.Count == 2 * doubling
            ? search.Compare(Families, before, transforms)
            : search.Refit(before));
        Remember(Key(told, SurrogateChoice.Process with { Transforms = transforms }, seed), fitted.Parameters);
        return fitted;
    }

    // The last doubling before a count, 0 when there is none, and the last count at which hyper-parameters are fitted.
    private static (int Doubling, int Refit) StatedCounts(int count)
    {
        if (count <= FirstStated)
        {
            return (0, count);
        }

        var doubling = FirstStated;
        while (2 * doubling < count)
        {
            doubling *= 2;
        }

        var step = Math.Max(1, doubling / (doubling < Many ? RefitsBetween : RefitsBetweenMany));
        return (doubling, doubling + ((count - doubling) / step * step));
    }

    private GaussianProcessParameters Stated(TrainingData told, int count, bool transforms, ulong seed)
    {
        var first = told.First(count);
        var key = Key(first, SurrogateChoice.Process with { Transforms = transforms }, seed);
        var found = _parameters.FindIndex(entry => entry.Key == key);
        return found >= 0 ? _parameters[found].Parameters : Process(first, transforms, seed).Parameters;
    }

    private void Remember(string key, GaussianProcessParameters parameters)
    {
        if (_parameters.Count == RememberedFits)
        {
            _parameters.RemoveAt(0);
        }

        _parameters.Add((key, parameters));
    }

    private static string Key(TrainingData told, SurrogateChoice choice, ulong seed)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(MemoryMarshal.AsBytes([(long)seed, told.Count, told.Dimension, (long)choice.Kind, choice.Averages ? 1 : 0, choice.Transforms ? 1 : 0]));
        hash.AppendData(MemoryMarshal.AsBytes(told.Groups.AsSpan()));
        hash.AppendData(MemoryMarshal.AsBytes(told.Nominal.AsSpan()));
        hash.AppendData(MemoryMarshal.AsBytes(told.Values.AsSpan()));
        hash.AppendData(MemoryMarshal.AsBytes(told.Variances.AsSpan()));
        foreach (var point in told.Points)
        {
            hash.AppendData(MemoryMarshal.AsBytes(point.AsSpan()));
        }

        return Convert.ToHexString(hash.GetHashAndReset());
    }
}
