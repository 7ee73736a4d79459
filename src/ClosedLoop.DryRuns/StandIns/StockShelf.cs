using ClosedLoop.CampaignFiles;
using ClosedLoop.Domain;

namespace ClosedLoop.DryRuns;

/// <summary>The stock of a lab in a dry run.</summary>
public static class StockShelf
{
    /// <summary>What the steps of a campaign use up of a lab's stock.</summary>
    /// <param name="spec">The campaign.</param>
    /// <param name="lab">The lab file; null for none.</param>
    /// <param name="labPath">Its path, for messages.</param>
    /// <exception cref="DryRunRefusedException">A use names a command parameter that a step does not send: all of them.</exception>
    public static IReadOnlyList<StockItem> Of(CampaignSpec spec, LabFile? lab, string labPath)
    {
        var stock = lab?.Stock ?? [];
        var mistakes = StockWiring.Mistakes(spec, stock, labPath);
        return mistakes.Count > 0 ? throw new DryRunRefusedException(mistakes) : [.. stock.Select(item => item.ToItem())];
    }
}
