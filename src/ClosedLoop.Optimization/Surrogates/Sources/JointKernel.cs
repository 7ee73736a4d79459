using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace ClosedLoop.Optimization;

/// <summary>Covariances of a model of several sources with its data: Σ B_st κ(x, x′) over the terms.</summary>
internal sealed class JointKernel
{
    private readonly JointData _data;
    private readonly JointParameters _parameters;
    private readonly PaddedMatrix[] _scaled;
    private readonly double[][][] _shares;

    public JointKernel(JointData data, JointParameters parameters)
    {
        (_data, _parameters) = (data, parameters);
        _scaled = [.. parameters.Terms.Select(term => data.Scaled(term.LengthScales))];
        _shares = [.. parameters.Terms.Select(term => Enumerable.Range(0, data.SourceCount).Select(s => Shares(term, s)).ToArray())];
    }

    /// <summary>Number of terms.</summary>
    public int Terms => _scaled.Length;

    /// <summary>Length of padded rows.</summary>
    public int Stride => PaddedMatrix.Pad(_data.Count);

    /// <summary>The data's coordinates divided by the length scales of a term.</summary>
    public PaddedMatrix Scaled(int term) => _scaled[term];

    /// <summary>B_st of a term for one source s and the sources t of all data; zero in the padding.</summary>
    public ReadOnlySpan<double> Shares(int term, int source) => _shares[term][source];

    /// <summary>A point divided by the length scales of a term.</summary>
    public void Scale(int term, ReadOnlySpan<double> point, double[] scaled)
    {
        for (var d = 0; d < scaled.Length; d++)
        {
            scaled[d] = point[d] / _parameters.Terms[term].LengthScales[_data.Groups[d]];
        }
    }

    /// <summary>κ of a scaled point with the data, and its derivative factors as <see cref="StationaryKernel.Row"/> gives them.</summary>
    public void Correlate(int term, ReadOnlySpan<double> scaled, Span<double> correlations, Span<double> factors) =>
        StationaryKernel.Row(_parameters.Kernel, _scaled[term], scaled, 1, correlations, factors);

    /// <summary>sum += a ∘ b over padded lengths.</summary>
    public static void AddProducts(ReadOnlySpan<double> a, ReadOnlySpan<double> b, Span<double> sum)
    {
        ref var x = ref MemoryMarshal.GetReference(a);
        ref var y = ref MemoryMarshal.GetReference(b);
        ref var z = ref MemoryMarshal.GetReference(sum);
        for (var k = 0; k < sum.Length; k += PaddedMatrix.Lanes)
        {
            Vector512.FusedMultiplyAdd(
                Vector512.LoadUnsafe(ref x, (nuint)k), Vector512.LoadUnsafe(ref y, (nuint)k), Vector512.LoadUnsafe(ref z, (nuint)k))
                .StoreUnsafe(ref z, (nuint)k);
        }
    }

    private double[] Shares(CoregionalTerm term, int source)
    {
        var shares = new double[Stride];
        for (var j = 0; j < _data.Count; j++)
        {
            shares[j] = term.Share(source, _data.Sources[j]);
        }

        return shares;
    }
}
