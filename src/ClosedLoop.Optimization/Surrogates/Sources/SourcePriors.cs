namespace ClosedLoop.Optimization;

/// <summary>
/// Priors and bounds of what relates sources. Length scales, signal and noise are those of a single Gaussian process. A cheap source is believed to follow the
/// target closely until data say otherwise; a negative factor is as good as a positive one.
/// </summary>
internal static class SourcePriors
{
    public static ParameterPrior Signal { get; } = new(
        GaussianProcessPriors.SignalMode, GaussianProcessPriors.SignalWidth, GaussianProcessPriors.SignalBounds.Lower, GaussianProcessPriors.SignalBounds.Upper);

    public static ParameterPrior Noise { get; } = new(
        GaussianProcessPriors.NoiseMode, GaussianProcessPriors.NoiseWidth, GaussianProcessPriors.NoiseBounds.Lower, GaussianProcessPriors.NoiseBounds.Upper);

    /// <summary>Factors between standardized sources.</summary>
    public static ParameterPrior Loading { get; } = new(1, 1, -5, 5);

    /// <summary>Log variance of what a source has and those that stand in for it have not.</summary>
    public static ParameterPrior Discrepancy { get; } = new(Math.Log(0.3), 1.5, Math.Log(1e-6), Math.Log(100));

    public static ParameterPrior LengthScale(int groups) => new(
        GaussianProcessPriors.LengthScaleMode(groups),
        GaussianProcessPriors.LengthScaleWidth,
        GaussianProcessPriors.LengthScaleBounds.Lower,
        GaussianProcessPriors.LengthScaleBounds.Upper);

    /// <summary>Discrepancies are smoother than what they correct (Kennedy, O'Hagan 2000): length scales e times as long, and more surely so.</summary>
    public static ParameterPrior DiscrepancyLengthScale(int groups) => LengthScale(groups) with { Mode = LengthScale(groups).Mode + 1, Width = 1 };

    public static double[] Modes(ParameterPrior[] priors) => [.. priors.Select(prior => prior.Mode)];

    public static double[] Exp(ReadOnlySpan<double> logarithms)
    {
        var values = new double[logarithms.Length];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = Math.Exp(logarithms[i]);
        }

        return values;
    }
}
