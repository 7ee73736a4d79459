using ClosedLoop.Domain;

namespace ClosedLoop.Soaks;

/// <summary>What is left out of the worlds that seeds draw, and which course they take: nothing is left out by default. A shrunk world is its seed and what is left.</summary>
public sealed record SoakLimits
{
    /// <summary>Campaigns at most; null for all.</summary>
    public int? Campaigns { get; init; }

    /// <summary>Trials of a campaign at most; null for all.</summary>
    public int? Trials { get; init; }

    /// <summary>Whether there is only the first instrument for each capability, which never fails and can be asked after a crash.</summary>
    public bool PlainLab { get; init; }

    /// <summary>The numbers of the faults that are kept; null for all.</summary>
    public IReadOnlyList<int>? Faults { get; init; }

    /// <summary>What goes wrong instead of the faults that the seed draws, in the words of scenario files; null for those.</summary>
    public Scenario? Scenario { get; init; }

    /// <summary>What the worlds are full of; anything by default.</summary>
    public SoakAim Aim { get; init; }

    /// <summary>Which course the world takes: the same campaigns, lab and faults, with other latencies and durations; 0 by default.</summary>
    public int Chance { get; init; }

    /// <summary>The options of <c>closedloop soak</c> that say the same.</summary>
    public override string ToString() => string.Concat(
        Campaigns is { } campaigns ? FormattableString.Invariant($" --campaigns {campaigns}") : "",
        Trials is { } trials ? FormattableString.Invariant($" --trials {trials}") : "",
        PlainLab ? " --plain-lab" : "",
        Aim == SoakAim.Anything ? "" : $" --aim {Aim}",
        Faults is { } faults ? $" --faults {(faults.Count == 0 ? "none" : string.Join(',', faults))}" : "",
        Chance == 0 ? "" : FormattableString.Invariant($" --chance {Chance}"));
}
