namespace ClosedLoop.CampaignFiles;

/// <summary>What a calculation of a lab file is, beside its id and capacity.</summary>
public sealed record CalculationFile
{
    /// <summary>The capability that workflow steps ask for.</summary>
    public required string Capability { get; init; }

    /// <summary>What is calculated.</summary>
    public required CodeFile Code { get; init; }

    /// <summary>Where it runs; on this machine by default.</summary>
    public ExecutionFile Execution { get; init; } = new LocalExecutionFile(0);

    /// <summary>Cores of each run; 1 by default.</summary>
    public int Cores { get; init; } = 1;

    /// <summary>Main memory of each run in megabytes; null leaves it to the machine.</summary>
    public int? MemoryMegabytes { get; init; }

    /// <summary>How long each run may take; null for the instrument's default.</summary>
    public TimeSpan? TimeLimit { get; init; }

    /// <summary>How long a program has to end after each rung of being stopped; null for the default.</summary>
    public TimeSpan? Grace { get; init; }

    /// <summary>A run that writes nothing for so long is stopped; null for never.</summary>
    public TimeSpan? FrozenAfter { get; init; }

    /// <summary>How often a stage may be continued from its checkpoint; null for the default.</summary>
    public int? Continuations { get; init; }

    /// <summary>How many numerical corrections a stage may have; null for the default.</summary>
    public int? Corrections { get; init; }

    /// <summary>Whether results are remembered; true by default.</summary>
    public bool Cache { get; init; } = true;

    /// <summary>Which folders of runs stay: <c>all</c>, <c>failed</c> or <c>none</c>; null for the default.</summary>
    public string? KeepRuns { get; init; }

    /// <summary>How long all of them stay; null when that was not said.</summary>
    public TimeSpan? KeepRunsFor { get; init; }

    /// <summary>Output → plausible range; none by default.</summary>
    public IReadOnlyDictionary<string, RangeFile> Plausible { get; init; } = new Dictionary<string, RangeFile>();

    /// <summary>Command parameter → range outside which a command is refused; none by default.</summary>
    public IReadOnlyDictionary<string, RangeFile> Limits { get; init; } = new Dictionary<string, RangeFile>();

    /// <summary>How long it usually takes; null when unknown.</summary>
    public DurationFile? Duration { get; init; }
}
