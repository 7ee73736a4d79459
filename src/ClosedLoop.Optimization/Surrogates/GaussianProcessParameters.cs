namespace ClosedLoop.Optimization;

/// <summary>Hyper-parameters on standardized outputs and unit-cube inputs.</summary>
/// <param name="LengthScales">One for each group of coordinates.</param>
/// <param name="SignalVariance">Prior variance of the latent function.</param>
/// <param name="NoiseVariance">Variance of a measurement.</param>
/// <param name="Mean">Constant mean.</param>
internal sealed record GaussianProcessParameters(double[] LengthScales, double SignalVariance, double NoiseVariance, double Mean)
{
    /// <summary>The covariance function.</summary>
    public KernelFamily Kernel { get; init; } = KernelFamily.Matern52;

    /// <summary>
    /// Share of the signal in which categories and ordered parameters act on each other (a product of their correlations); the rest is a sum of both. 1 is the
    /// product alone.
    /// </summary>
    public double Interaction { get; init; } = 1;

    /// <summary>For each group the exponents of its input warp; empty when inputs are not warped.</summary>
    public InputWarp[] Warps { get; init; } = [];

    /// <summary>What the values went through.</summary>
    public OutputTransform Transform { get; init; } = OutputTransform.Identity;

    /// <summary>What the fit that found them learnt of the log posterior's curvature, for each observation: fits to more observations begin with it.</summary>
    public Curvature Curvature { get; init; } = Curvature.None;
}
