namespace ClosedLoop.Calculations;

/// <summary>A change of a calculation's numerics, never of its physics, after an attempt that failed.</summary>
/// <param name="Class">The failure class that it answers, such as <c>scf-not-converged</c>; one correction for each.</param>
/// <param name="Change">In words, such as <c>mixing_beta 0.7 → 0.56</c>.</param>
public sealed record NumericalCorrection(string Class, string Change);
