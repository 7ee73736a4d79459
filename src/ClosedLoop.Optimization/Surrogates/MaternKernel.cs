using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace ClosedLoop.Optimization;

/// <summary>
/// Matérn 5/2 with one length scale for each group of coordinates: k = s² (1 + √5 r + 5/3 r²) exp(−√5 r), r the scaled distance (Rasmussen, Williams 2006,
/// 4.17).
/// </summary>
internal static class MaternKernel
{
    private const double FiveThirds = 5.0 / 3.0;

    /// <summary>
    /// Covariances of one point with many, and the factor c = 5/3 s² (1 + √5 r) exp(−√5 r) of all derivatives: ∂k/∂z_d = −c (z_d − z_id) in scaled
    /// coordinates, ∂k/∂log ℓ_d = c (z_d − z_id)².
    /// </summary>
    /// <param name="points">d × n scaled coordinates, one row for each coordinate.</param>
    /// <param name="z">The point's scaled coordinates (d).</param>
    /// <param name="variance">s².</param>
    /// <param name="covariances">Result; its length, a multiple of eight, says how many points.</param>
    /// <param name="factors">Result, same length; may be empty.</param>
    public static void Row(PaddedMatrix points, ReadOnlySpan<double> z, double variance, Span<double> covariances, Span<double> factors)
    {
        ref var source = ref MemoryMarshal.GetArrayDataReference(points.Values);
        ref var target = ref MemoryMarshal.GetReference(covariances);
        ref var derivative = ref MemoryMarshal.GetReference(factors);
        var amplitude = Vector512.Create(variance);
        var one = Vector512<double>.One;
        var fiveThirds = Vector512.Create(FiveThirds);
        for (var j = 0; j < covariances.Length; j += PaddedMatrix.Lanes)
        {
            var squares = Vector512<double>.Zero;
            for (var d = 0; d < z.Length; d++)
            {
                var difference = Vector512.LoadUnsafe(ref source, (nuint)((d * points.Stride) + j)) - Vector512.Create(z[d]);
                squares = Vector512.FusedMultiplyAdd(difference, difference, squares);
            }

            var distance = Vector512.Sqrt(squares * Vector512.Create(5.0));
            var decay = Vector512.Exp(-distance) * amplitude;
            var linear = decay * (one + distance);
            Vector512.FusedMultiplyAdd(decay * squares, fiveThirds, linear).StoreUnsafe(ref target, (nuint)j);
            if (!factors.IsEmpty)
            {
                (linear * fiveThirds).StoreUnsafe(ref derivative, (nuint)j);
            }
        }
    }
}
