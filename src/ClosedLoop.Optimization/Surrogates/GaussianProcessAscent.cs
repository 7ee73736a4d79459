namespace ClosedLoop.Optimization;

/// <summary>Where a climb of the log posterior density of hyper-parameters has come to.</summary>
/// <param name="Parameters">As in <see cref="ParameterLayout"/>.</param>
/// <param name="LogPosterior">The density there.</param>
/// <param name="Gain">By how much that is more than where it began.</param>
/// <param name="Curvature">What the climb has learnt of the curvature, for each observation.</param>
internal sealed record GaussianProcessAscent(double[] Parameters, double LogPosterior, double Gain, Curvature Curvature);
