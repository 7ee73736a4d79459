namespace ClosedLoop.Optimization;

/// <summary>Hyper-parameters on standardized outputs and unit-cube inputs.</summary>
/// <param name="LengthScales">One for each group of coordinates.</param>
/// <param name="SignalVariance">Prior variance of the latent function.</param>
/// <param name="NoiseVariance">Variance of a measurement.</param>
/// <param name="Mean">Constant mean.</param>
internal sealed record GaussianProcessParameters(double[] LengthScales, double SignalVariance, double NoiseVariance, double Mean)
{
    /// <summary>As the fit varies them: logarithms of length scales, signal variance, noise variance.</summary>
    public double[] Logarithms => [.. LengthScales.Select(scale => Math.Log(scale)), Math.Log(SignalVariance), Math.Log(NoiseVariance)];

    /// <summary>The covariance function.</summary>
    public KernelFamily Kernel { get; init; } = KernelFamily.Matern52;

    /// <summary>From <see cref="Logarithms"/>.</summary>
    public static GaussianProcessParameters Of(double[] logarithms, double mean, KernelFamily kernel) =>
        new([.. logarithms[..^2].Select(Math.Exp)], Math.Exp(logarithms[^2]), Math.Exp(logarithms[^1]), mean) { Kernel = kernel };
}
