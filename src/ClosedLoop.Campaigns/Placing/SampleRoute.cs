using ClosedLoop.Domain;

namespace ClosedLoop.Campaigns;

/// <summary>Where a trial's sample is and what it still needs.</summary>
/// <param name="Trial">Trial number.</param>
/// <param name="Steps">The steps to come, without the one that is going on; empty when that one is the last.</param>
public sealed record SampleRoute(int Trial, IReadOnlyList<RouteStep> Steps)
{
    /// <summary>The attempt at the first of <see cref="Steps"/> that waits for an instrument; null while another step goes on, or none may begin.</summary>
    public DispatchId? Owed { get; init; }

    /// <summary>When it began to wait.</summary>
    public DateTimeOffset Since { get; init; }

    /// <summary>When it may begin at the earliest: an attempt that was refused, or whose machine failed, is followed by a pause.</summary>
    public DateTimeOffset NotBefore { get; init; }

    /// <summary>When it must have begun at the latest; null for any time.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>The attempt that is going on, or null.</summary>
    public DispatchId? Running { get; init; }

    /// <summary>The attempt whose place the sample occupies when its instrument keeps samples: the last one that an instrument took up.</summary>
    public DispatchId? Lies { get; init; }
}
