namespace ClosedLoop.Campaigns;

/// <summary>So much there is now: as the lab file says at first, and then as somebody says who has filled up or counted.</summary>
/// <param name="Item">Of what.</param>
/// <param name="Amount">How much, in the item's unit.</param>
/// <param name="Reason">Who says so, and why.</param>
public sealed record StockCounted(string Item, double Amount, string Reason) : LabEvent
{
    /// <summary>What names the request that said so, so that it counts once however often it arrives; null for none.</summary>
    public string? Request { get; init; }
}
