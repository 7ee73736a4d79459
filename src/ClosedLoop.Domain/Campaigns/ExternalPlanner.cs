namespace ClosedLoop.Domain;

/// <summary>A program that proposes instead of the built-in planner, asked over MQTT.</summary>
/// <param name="Name">Its name in the lab's topics: letters, digits, <c>-</c> and <c>_</c>.</param>
/// <param name="Deadline">How long an answer may take; then the built-in planner answers.</param>
public sealed record ExternalPlanner(string Name, TimeSpan Deadline);
