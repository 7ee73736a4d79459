namespace ClosedLoop.Storage;

/// <summary>A log was changed or damaged in what had been committed. Nothing of it is believed until a person has looked.</summary>
/// <param name="path">The file.</param>
/// <param name="line">The first line that is wrong, from 1.</param>
/// <param name="reason">What is wrong with it.</param>
public sealed class LogDamagedException(string path, long line, string reason) : IOException($"{path} is damaged at line {line}: {reason}")
{
    /// <summary>The file.</summary>
    public string Path { get; } = path;

    /// <summary>The first line that is wrong, from 1.</summary>
    public long Line { get; } = line;

    /// <summary>What is wrong with it.</summary>
    public string Reason { get; } = reason;
}
