using ClosedLoop.Domain;

namespace ClosedLoop.Optimization;

/// <summary>Which surrogates may serve.</summary>
/// <param name="Kind">The one that the campaign's author demands, or automatic.</param>
/// <param name="Averages">Whether a Gaussian process may be averaged with a forest.</param>
/// <param name="Transforms">Whether values may be transformed: not where distances between them have a meaning of their own.</param>
internal sealed record SurrogateChoice(SurrogateKind Kind, bool Averages, bool Transforms)
{
    /// <summary>A Gaussian process.</summary>
    public static SurrogateChoice Process { get; } = new(SurrogateKind.GaussianProcess, false, true);

    /// <summary>The surrogate chosen around a fitted Gaussian process.</summary>
    public ISurrogate Of(GaussianProcess process, ulong seed) => Averages ? ModelAverage.Of(process, seed) : process;
}
