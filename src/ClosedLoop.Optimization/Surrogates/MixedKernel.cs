using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace ClosedLoop.Optimization;

/// <summary>
/// Covariances of points with categories: k = s² (w κ ρ + (1 − w)/2 (κ + ρ)) of a stationary κ of the ordered coordinates and ρ = exp(−½ Σ m_p / ℓ_p²) of the
/// categorical parameters p that differ (m_p = 1), so that any two levels of a parameter are equally alike (Ru et al. 2020, "Bayesian optimisation over
/// multiple continuous and categorical inputs").
/// </summary>
internal static class MixedKernel
{
    /// <summary>Covariances of one point with many, and what its derivatives are made of.</summary>
    /// <param name="parameters">Family, signal variance and interaction.</param>
    /// <param name="nominal">For each coordinate whether it belongs to a category.</param>
    /// <param name="points">d × n scaled coordinates.</param>
    /// <param name="z">The point's scaled coordinates.</param>
    /// <param name="covariances">Result; its length, a multiple of eight, says how many points.</param>
    /// <param name="factors">Factor of derivatives by ordered coordinates, as of <see cref="StationaryKernel.Row"/>; may be empty.</param>
    /// <param name="nominalFactors">The same by categories' coordinates; may be empty with <paramref name="factors"/>.</param>
    /// <param name="interactions">∂k/∂w; may be empty.</param>
    public static void Row(
        GaussianProcessParameters parameters,
        bool[] nominal,
        PaddedMatrix points,
        ReadOnlySpan<double> z,
        Span<double> covariances,
        Span<double> factors,
        Span<double> nominalFactors,
        Span<double> interactions)
    {
        ref var source = ref MemoryMarshal.GetArrayDataReference(points.Values);
        var signal = Vector512.Create(parameters.SignalVariance);
        var product = Vector512.Create(parameters.Interaction);
        var sum = Vector512.Create((1 - parameters.Interaction) / 2);
        for (var j = 0; j < covariances.Length; j += PaddedMatrix.Lanes)
        {
            var (ordered, categories) = (Vector512<double>.Zero, Vector512<double>.Zero);
            for (var d = 0; d < z.Length; d++)
            {
                var difference = Vector512.LoadUnsafe(ref source, (nuint)((d * points.Stride) + j)) - Vector512.Create(z[d]);
                if (nominal[d])
                {
                    categories = Vector512.FusedMultiplyAdd(difference, difference, categories);
                }
                else
                {
                    ordered = Vector512.FusedMultiplyAdd(difference, difference, ordered);
                }
            }

            var (kappa, slope) = StationaryKernel.Of(parameters.Kernel, ordered, Vector512<double>.One);
            var rho = Exponential.Of(categories * Vector512.Create(-0.5));
            var (byKappa, byRho) = (signal * ((product * rho) + sum), signal * ((product * kappa) + sum));
            ((byKappa * kappa) + (signal * sum * rho)).CopyTo(covariances[j..]);
            if (!factors.IsEmpty)
            {
                (slope * byKappa).CopyTo(factors[j..]);
                (rho * byRho).CopyTo(nominalFactors[j..]);
            }

            if (!interactions.IsEmpty)
            {
                (signal * ((kappa * rho) - ((kappa + rho) * Vector512.Create(0.5)))).CopyTo(interactions[j..]);
            }
        }
    }
}
