using ClosedLoop.Domain;

namespace ClosedLoop.Campaigns;

/// <summary>Everything that a placement depends on.</summary>
/// <param name="State">Who has which place.</param>
/// <param name="Instruments">What the instruments say of themselves.</param>
/// <param name="Demands">What the campaigns of the host want.</param>
/// <param name="Now">The time.</param>
public sealed record LabSituation(LabState State, IReadOnlyList<InstrumentView> Instruments, IReadOnlyList<CampaignDemand> Demands, DateTimeOffset Now)
{
    /// <summary>What steps use up; how much there is says <see cref="State"/>. Nothing by default.</summary>
    public IReadOnlyList<StockItem> Stock { get; init; } = [];
}
