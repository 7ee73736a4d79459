namespace ClosedLoop;

/// <summary>What was asked of <c>closedloop dry-run</c>, as typed.</summary>
internal sealed record DryRunRequest
{
    public required string File { get; init; }

    public required int Runs { get; init; }

    public string? Compare { get; init; }

    public string? Like { get; init; }

    public string? Scenario { get; init; }

    public required ulong Seed { get; init; }

    public string? Start { get; init; }

    public string? By { get; init; }

    public string? Target { get; init; }

    public string? Out { get; init; }

    public bool KeepAll { get; init; }

    public required int Threads { get; init; }
}
