namespace ClosedLoop.Optimization;

/// <summary>Log expected improvement and its derivatives with respect to the mean and the standard deviation of the prediction.</summary>
internal readonly record struct ImprovementValue(double Log, double ByMean, double ByDeviation);
