namespace ClosedLoop.Simulation.Tests;

/// <summary>A broken promise.</summary>
/// <param name="Promise">Which one.</param>
/// <param name="Text">What was seen.</param>
internal sealed record Violation(Promise Promise, string Text);
