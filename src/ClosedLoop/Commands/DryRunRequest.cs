namespace ClosedLoop;

/// <summary>What was asked of <c>closedloop dry-run</c>.</summary>
internal sealed record DryRunRequest(string File, int Runs, ulong Seed, DateTimeOffset Start)
{
    public string? By { get; init; }

    public string? Out { get; init; }

    public bool KeepAll { get; init; }

    public required int Threads { get; init; }
}
