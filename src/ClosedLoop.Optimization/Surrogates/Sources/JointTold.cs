using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace ClosedLoop.Optimization;

/// <summary>Observations of one objective from several sources in the order in which they were told, in modelled units.</summary>
/// <param name="Points">Encoded points.</param>
/// <param name="Sources">For each point its source, from 0.</param>
/// <param name="Values">Values in modelled units.</param>
/// <param name="Groups">For each coordinate its length scale.</param>
/// <param name="Names">Names of the sources.</param>
/// <param name="Target">The source that counts.</param>
internal sealed record JointTold(IReadOnlyList<double[]> Points, int[] Sources, double[] Values, int[] Groups, IReadOnlyList<string> Names, int Target)
{
    public int Count => Values.Length;

    /// <summary>The first so many.</summary>
    public JointTold First(int count) => this with { Points = [.. Points.Take(count)], Sources = Sources[..count], Values = Values[..count] };

    /// <summary>The observations of one source.</summary>
    public (double[][] Points, double[] Values) Of(int source)
    {
        int[] rows = [.. Enumerable.Range(0, Count).Where(i => Sources[i] == source)];
        return ([.. rows.Select(i => Points[i])], [.. rows.Select(i => Values[i])]);
    }

    /// <summary>Equal for equal data.</summary>
    public string Key()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(MemoryMarshal.AsBytes([Count, Groups.Length, Names.Count, Target]));
        hash.AppendData(MemoryMarshal.AsBytes(Groups.AsSpan()));
        hash.AppendData(MemoryMarshal.AsBytes(Sources.AsSpan()));
        hash.AppendData(MemoryMarshal.AsBytes(Values.AsSpan()));
        foreach (var point in Points)
        {
            hash.AppendData(MemoryMarshal.AsBytes(point.AsSpan()));
        }

        return Convert.ToHexString(hash.GetHashAndReset());
    }
}
