namespace ClosedLoop.Calculations;

/// <summary>How an instrument uses a cluster.</summary>
public sealed record SlurmSettings
{
    /// <summary>The partition; null for the cluster's default.</summary>
    public string? Partition { get; init; }

    /// <summary>The account that is charged; null for the user's default.</summary>
    public string? Account { get; init; }

    /// <summary>Options for <c>sbatch</c> as its manual writes them, such as <c>--qos=long</c>; they come last and win.</summary>
    public IReadOnlyList<string> Options { get; init; } = [];

    /// <summary>How many runs it has in the cluster's queue at once, waiting and running; the others wait here. Also the largest array.</summary>
    public int MostQueued { get; init; } = 500;

    /// <summary>How many copies of a run may begin, the first included, before it counts as lost: what takes its nodes down with it does not go round for ever.</summary>
    public int MostCopies { get; init; } = 4;
}
