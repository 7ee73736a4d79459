namespace ClosedLoop.Soaks;

/// <summary>What one world gave.</summary>
/// <param name="Seed">Its seed.</param>
/// <param name="Violations">The promises that it broke; none when all is well.</param>
public sealed record SoakOutcome(ulong Seed, IReadOnlyList<Violation> Violations)
{
    /// <summary>Trials of all its campaigns.</summary>
    public required int Trials { get; init; }

    /// <summary>Faults that were drawn for it.</summary>
    public required int Faults { get; init; }

    /// <summary>Programs that were started again.</summary>
    public required int Restarts { get; init; }

    /// <summary>From the end of its last fault to the end of its last campaign; zero when that came first, null when a campaign has not ended.</summary>
    public required TimeSpan? Settled { get; init; }
}
