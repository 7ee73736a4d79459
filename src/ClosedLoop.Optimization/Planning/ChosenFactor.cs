namespace ClosedLoop.Optimization;

/// <summary>What the acquisition is multiplied by, and why, in words.</summary>
internal sealed record ChosenFactor(IAcquisitionFactor Factor, string Reason);
