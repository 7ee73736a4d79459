namespace ClosedLoop.Calculations;

/// <summary>How a program's process ended, whatever it made of its work.</summary>
/// <param name="ExitCode">Its exit code, as a shell gives it; null when nobody can say.</param>
/// <param name="Signal">The signal that ended it; null for none.</param>
/// <param name="TimedOut">Whether its time limit had passed before.</param>
/// <param name="StopRequested">Whether it had been asked to stop before, by its stop file or a signal; for a passed limit too.</param>
public sealed record ProcessEnding(int? ExitCode, int? Signal, bool TimedOut, bool StopRequested)
{
    /// <summary>It is known not to run any more and nobody knows how it ended: killed from outside, the machine restarted, or the disk was full.</summary>
    public bool IsLost => ExitCode is null && Signal is null;

    /// <summary>It was ended by what it did itself, such as an access to memory that is not its own, and would be again: signals ILL, ABRT, FPE, SEGV.</summary>
    public bool HasCrashed => Signal is 4 or 6 or 8 or 11;

    /// <summary>Megabytes that it had taken when it was ended because it is allowed less; null when it was not.</summary>
    public int? OverMemory { get; init; }

    /// <summary>Processor time of the program and its children in seconds; null when unknown.</summary>
    public double? CpuSeconds { get; init; }

    /// <summary>Time from its beginning to its end in seconds; null when unknown.</summary>
    public double? WallSeconds { get; init; }

    /// <summary>Whether it was stopped because it wrote nothing any more.</summary>
    public bool IsFrozen { get; init; }

    /// <summary>What the execution has to say of it, such as the state of a scheduler; null for nothing.</summary>
    public string? Note { get; init; }
}
