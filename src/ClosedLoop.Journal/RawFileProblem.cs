namespace ClosedLoop.Journal;

/// <summary>Why a result's file was not kept.</summary>
/// <param name="Reason">In words, with the file's name.</param>
/// <param name="IsFinal">Whether the file is another than the result says; else it may be readable later.</param>
public sealed record RawFileProblem(string Reason, bool IsFinal);
