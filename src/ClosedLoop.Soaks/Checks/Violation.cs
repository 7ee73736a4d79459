namespace ClosedLoop.Soaks;

/// <summary>A broken promise.</summary>
/// <param name="Promise">Which one.</param>
/// <param name="Text">What was seen.</param>
public sealed record Violation(Promise Promise, string Text);
