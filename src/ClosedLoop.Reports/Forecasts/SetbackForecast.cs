namespace ClosedLoop.Reports;

/// <summary>One way in which a step goes wrong.</summary>
/// <param name="Step">Which step.</param>
/// <param name="What">How, in words.</param>
/// <param name="Count">How often, over all runs.</param>
/// <param name="Survived">After how many of these the trial gave a measurement all the same.</param>
/// <param name="PerRun">How often in a run, on average.</param>
public sealed record SetbackForecast(string Step, string What, int Count, int Survived, double PerRun);
