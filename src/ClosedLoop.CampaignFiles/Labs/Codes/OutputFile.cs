namespace ClosedLoop.CampaignFiles;

/// <summary>What an output of a code is: a quantity that the code knows, or a formula over outputs before it.</summary>
/// <param name="Name">The name that campaigns know it by.</param>
/// <param name="Quantity">The code's name of it; null for a formula.</param>
/// <param name="Formula">The formula; null for a quantity.</param>
/// <param name="Unit">The unit; null for the usual one.</param>
/// <param name="At">Reduced coordinates of the point of reciprocal space where it is taken; null where it has none.</param>
public sealed record OutputFile(string Name, string? Quantity, string? Formula, string? Unit, IReadOnlyList<double>? At);
