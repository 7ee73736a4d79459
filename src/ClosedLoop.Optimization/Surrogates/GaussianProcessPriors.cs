namespace ClosedLoop.Optimization;

/// <summary>
/// Priors and bounds of the hyper-parameters, on standardized outputs and unit-cube inputs. Length scales: log-normal, growing with the square root of the
/// dimension (Hvarfner, Hellsten, Nardi 2024, "Vanilla Bayesian optimization performs great in high dimensions"), as a density over the length scale itself.
/// All are normal in the logarithm, with the given mode.
/// </summary>
internal static class GaussianProcessPriors
{
    // √2 + ½ log d is the log-median of the published density and √3 its width; the density's mode lies 3 lower.
    private const double LogMedian = 1.41421356237309504880;
    private const double LogModeShift = 3;

    public const double LengthScaleWidth = 1.73205080756887729353;

    // The signal's variance is one by standardization; smooth trends want more.
    public const double SignalMode = 0;
    public const double SignalWidth = 1;

    // Laboratory noise is mostly between 0.5 % and 50 % of the spread of the data; calculations have none, and so much data that the prior does not matter.
    public const double NoiseMode = -5;
    public const double NoiseWidth = 2.5;

    /// <summary>Mode of the log scale of a category: levels begin as rather alike (correlation e^−½).</summary>
    public const double CategoryScaleMode = 0;

    // The likelihood counts the same replicates again, so they narrow the prior only so far.
    private const double NarrowestNoise = 0.5;

    /// <summary>Least variance of a measurement, relative to the standardized values, that the arithmetic takes for given.</summary>
    public const double LeastNoise = 1e-8;

    /// <summary>Standard deviation of the constant mean about the data's mean.</summary>
    public const double MeanWidth = 2;

    public static (double Lower, double Upper) LengthScaleBounds { get; } = (Math.Log(0.025), Math.Log(1e3));

    public static (double Lower, double Upper) SignalBounds { get; } = (Math.Log(0.05), Math.Log(100));

    public static (double Lower, double Upper) NoiseBounds { get; } = (Math.Log(LeastNoise), Math.Log(2));

    public static (double Lower, double Upper) OddsBounds { get; } = (-6, 6);

    public static (double Lower, double Upper) WarpBounds { get; } = (Math.Log(0.2), Math.Log(5));

    /// <summary>
    /// Mode and width of the log noise variance. Repeated measurements say it themselves: the logarithm of a variance from ν degrees of freedom has variance 2/ν.
    /// </summary>
    public static (double Mode, double Width) Noise((double Variance, int Freedom) replicates) =>
        replicates.Freedom == 0
            ? (NoiseMode, NoiseWidth)
            : (Math.Log(Math.Clamp(replicates.Variance, Math.Exp(NoiseBounds.Lower), Math.Exp(NoiseBounds.Upper))), Math.Clamp(Math.Sqrt(2.0 / replicates.Freedom), NarrowestNoise, NoiseWidth));

    /// <summary>Mode of the log length scale for a number of dimensions.</summary>
    public static double LengthScaleMode(int dimensions) => LogMedian + (0.5 * Math.Log(Math.Max(1, dimensions))) - LogModeShift;

    /// <summary>Log density up to a constant, and its derivative.</summary>
    public static (double Log, double Slope) Normal(double x, double mode, double width)
    {
        var z = (x - mode) / width;
        return (-0.5 * z * z, -z / width);
    }
}
