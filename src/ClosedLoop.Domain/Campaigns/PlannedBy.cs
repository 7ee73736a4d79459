namespace ClosedLoop.Domain;

/// <summary>Who answered where a campaign names an external planner.</summary>
/// <param name="Planner">The external planner that was asked.</param>
/// <param name="FellBack">Why the built-in planner answered instead; null when the external one did.</param>
public sealed record PlannedBy(string Planner, string? FellBack);
