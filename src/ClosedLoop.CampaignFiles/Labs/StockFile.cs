using ClosedLoop.Domain;

namespace ClosedLoop.CampaignFiles;

/// <summary>Something that steps use up.</summary>
/// <param name="Name">Unique in the lab.</param>
/// <param name="Line">Where it is written.</param>
/// <param name="Amount">How much there is at the start, above zero.</param>
/// <param name="Unit">Its unit, or null.</param>
/// <param name="Uses">Capability → what one step of it uses up.</param>
public sealed record StockFile(string Name, int Line, double Amount, string? Unit, IReadOnlyDictionary<string, StockUseFile> Uses)
{
    /// <summary>The stock in the loop's own words.</summary>
    public StockItem ToItem() => new(
        Name,
        Amount,
        Unit,
        Uses.ToDictionary(use => use.Key, use => (use.Value.Parameter is null ? use.Value.Amount : (double?)null, use.Value.Parameter), StringComparer.Ordinal));
}
