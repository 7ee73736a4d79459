using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace ClosedLoop.Optimization;

/// <summary>
/// Covariances k = s² κ(r) of the scaled distance r, with one length scale for each group of coordinates (Rasmussen, Williams 2006, 4.9 and 4.17):
/// κ = (1 + √5 r + 5/3 r²) exp(−√5 r), (1 + √3 r) exp(−√3 r), or exp(−r²/2).
/// </summary>
internal static class StationaryKernel
{
    private const double FiveThirds = 5.0 / 3.0;

    /// <summary>
    /// Covariances of one point with many, and the factor c = −2 s² dκ/d(r²) of all derivatives: ∂k/∂z_d = −c (z_d − z_id) in scaled
    /// coordinates, ∂k/∂log ℓ_d = c (z_d − z_id)².
    /// </summary>
    /// <param name="family">The covariance function.</param>
    /// <param name="points">d × n scaled coordinates, one row for each coordinate.</param>
    /// <param name="z">The point's scaled coordinates (d).</param>
    /// <param name="variance">s².</param>
    /// <param name="covariances">Result; its length, a multiple of eight, says how many points.</param>
    /// <param name="factors">Result, same length; may be empty.</param>
    public static void Row(
        KernelFamily family,
        PaddedMatrix points,
        ReadOnlySpan<double> z,
        double variance,
        Span<double> covariances,
        Span<double> factors)
    {
        ref var source = ref MemoryMarshal.GetArrayDataReference(points.Values);
        ref var target = ref MemoryMarshal.GetReference(covariances);
        ref var derivative = ref MemoryMarshal.GetReference(factors);
        var amplitude = Vector512.Create(variance);
        for (var j = 0; j < covariances.Length; j += PaddedMatrix.Lanes)
        {
            var squares = Vector512<double>.Zero;
            for (var d = 0; d < z.Length; d++)
            {
                var difference = Vector512.LoadUnsafe(ref source, (nuint)((d * points.Stride) + j)) - Vector512.Create(z[d]);
                squares = Vector512.FusedMultiplyAdd(difference, difference, squares);
            }

            var (covariance, factor) = Of(family, squares, amplitude);
            covariance.StoreUnsafe(ref target, (nuint)j);
            if (!factors.IsEmpty)
            {
                factor.StoreUnsafe(ref derivative, (nuint)j);
            }
        }
    }

    /// <summary>Covariances and factors of squared scaled distances.</summary>
    public static (Vector512<double> Covariance, Vector512<double> Factor) Of(KernelFamily family, Vector512<double> squares, Vector512<double> amplitude) =>
        family switch
        {
            KernelFamily.Matern52 => Matern52(squares, amplitude),
            KernelFamily.Matern32 => Matern32(squares, amplitude),
            _ => SquaredExponential(squares, amplitude),
        };

    private static (Vector512<double> Covariance, Vector512<double> Factor) Matern52(Vector512<double> squares, Vector512<double> amplitude)
    {
        var distance = Vector512.Sqrt(squares * Vector512.Create(5.0));
        var decay = Exponential.Of(-distance) * amplitude;
        var linear = decay * (Vector512<double>.One + distance);
        var fiveThirds = Vector512.Create(FiveThirds);
        return (Vector512.FusedMultiplyAdd(decay * squares, fiveThirds, linear), linear * fiveThirds);
    }

    private static (Vector512<double> Covariance, Vector512<double> Factor) Matern32(Vector512<double> squares, Vector512<double> amplitude)
    {
        var three = Vector512.Create(3.0);
        var distance = Vector512.Sqrt(squares * three);
        var decay = Exponential.Of(-distance) * amplitude;
        return (decay * (Vector512<double>.One + distance), decay * three);
    }

    private static (Vector512<double> Covariance, Vector512<double> Factor) SquaredExponential(Vector512<double> squares, Vector512<double> amplitude)
    {
        var covariance = Exponential.Of(squares * Vector512.Create(-0.5)) * amplitude;
        return (covariance, covariance);
    }
}
