namespace ClosedLoop.Simulation.Tests;

/// <summary>A change of one source file.</summary>
/// <param name="File">Its path within the project.</param>
/// <param name="Text">What is there, exactly once.</param>
/// <param name="Instead">What is written there instead.</param>
internal sealed record Edit(string File, string Text, string Instead);
