using ClosedLoop.Domain;

namespace ClosedLoop.Campaigns;

/// <summary>A step waits until somebody fills up what it uses up: there is less of it than it needs.</summary>
/// <param name="Id">The attempt that waits.</param>
/// <param name="Item">Which stock.</param>
/// <param name="Reason">How much is there, and how much is needed.</param>
public sealed record StockShort(DispatchId Id, string Item, string Reason) : CampaignEvent;
