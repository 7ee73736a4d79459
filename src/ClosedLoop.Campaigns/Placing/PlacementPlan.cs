namespace ClosedLoop.Campaigns;

/// <summary>What the lab does with its instruments now, and what it expects to do.</summary>
/// <param name="Grants">Steps that begin now.</param>
/// <param name="Waits">Steps that wait, and why.</param>
/// <param name="Bookings">The expected future, as far as the samples in flight tell it.</param>
/// <param name="LookAgain">When to plan again though nothing was heard; null when only news matter.</param>
public sealed record PlacementPlan(
    IReadOnlyList<StepGranted> Grants,
    IReadOnlyList<StepWait> Waits,
    IReadOnlyList<Booking> Bookings,
    DateTimeOffset? LookAgain)
{
    /// <summary>Nothing wanted, nothing done.</summary>
    public static PlacementPlan Empty { get; } = new([], [], [], null);
}
