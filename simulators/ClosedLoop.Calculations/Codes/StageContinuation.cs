namespace ClosedLoop.Calculations;

/// <summary>How a stage is continued after it was stopped.</summary>
/// <param name="Files">The checkpoint: files and folders that are carried over.</param>
/// <param name="Command">The program and its arguments.</param>
public sealed record StageContinuation(IReadOnlyList<string> Files, IReadOnlyList<string> Command);
