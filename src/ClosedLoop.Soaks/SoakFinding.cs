namespace ClosedLoop.Soaks;

/// <summary>A world that broke a promise, made as small as it still breaks it.</summary>
/// <param name="Seed">Its seed.</param>
/// <param name="Limits">What is left of it.</param>
/// <param name="Violations">The promises that the small world breaks.</param>
/// <param name="Pieces">What it holds, a line for each piece.</param>
/// <param name="Tries">Worlds that were run to find it.</param>
public sealed record SoakFinding(ulong Seed, SoakLimits Limits, IReadOnlyList<Violation> Violations, IReadOnlyList<string> Pieces, int Tries)
{
    /// <summary>The command that shows it again.</summary>
    public string Command => FormattableString.Invariant($"closedloop soak --seeds 1 --from {Seed}{Limits}");
}
