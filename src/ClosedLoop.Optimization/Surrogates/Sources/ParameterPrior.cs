namespace ClosedLoop.Optimization;

/// <summary>A normal prior of one parameter as the fit varies it, with bounds.</summary>
internal readonly record struct ParameterPrior(double Mode, double Width, double Lower, double Upper);
