namespace ClosedLoop.Optimization;

/// <summary>Hyper-parameters on standardized outputs and unit-cube inputs.</summary>
/// <param name="LengthScales">One for each group of coordinates.</param>
/// <param name="SignalVariance">Prior variance of the latent function.</param>
/// <param name="NoiseVariance">Variance of a measurement.</param>
/// <param name="Mean">Constant mean.</param>
internal sealed record GaussianProcessParameters(double[] LengthScales, double SignalVariance, double NoiseVariance, double Mean);
