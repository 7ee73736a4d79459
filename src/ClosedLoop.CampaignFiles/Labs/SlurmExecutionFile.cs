namespace ClosedLoop.CampaignFiles;

/// <summary>On a cluster under Slurm.</summary>
/// <param name="Line">Where it is written.</param>
public sealed record SlurmExecutionFile(int Line) : ExecutionFile(Line)
{
    /// <summary>The partition; null for the cluster's default.</summary>
    public string? Partition { get; init; }

    /// <summary>The account that is charged; null for the user's default.</summary>
    public string? Account { get; init; }

    /// <summary>More options of <c>sbatch</c>, as its manual writes them.</summary>
    public IReadOnlyList<string> Options { get; init; } = [];

    /// <summary>How many runs may be in the cluster's queue at once; null for the default.</summary>
    public int? Queued { get; init; }
}
