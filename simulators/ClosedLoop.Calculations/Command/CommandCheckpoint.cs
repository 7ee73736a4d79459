namespace ClosedLoop.Calculations;

/// <summary>What a program leaves behind to be continued from.</summary>
/// <param name="Files">Files and folders; all of them must be there.</param>
/// <param name="Command">The command that continues; null for the same one.</param>
public sealed record CommandCheckpoint(IReadOnlyList<string> Files, IReadOnlyList<InputTemplate>? Command);
