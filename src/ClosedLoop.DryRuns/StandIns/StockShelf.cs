using ClosedLoop.CampaignFiles;
using ClosedLoop.Domain;
using ClosedLoop.Reports;

namespace ClosedLoop.DryRuns;

/// <summary>The stock of a lab as a forecast follows it.</summary>
public static class StockShelf
{
    /// <summary>What the steps of a campaign use up of a lab's stock.</summary>
    /// <param name="spec">The campaign.</param>
    /// <param name="lab">The lab file; null for none.</param>
    /// <param name="labPath">Its path, for messages.</param>
    /// <exception cref="DryRunRefusedException">A use names a command parameter that a step does not send: all of them.</exception>
    public static IReadOnlyList<StockItem> Of(CampaignSpec spec, LabFile? lab, string labPath)
    {
        ArgumentNullException.ThrowIfNull(spec);
        var stock = lab?.Stock ?? [];
        var errors =
            from item in stock
            from use in item.Uses
            from step in spec.Workflow
            where step.Capability == use.Key && use.Value.Parameter is { } parameter && !step.Inputs.ContainsKey(parameter)
            select $"{labPath}({item.Line}): stock {item.Name}: step '{step.Name}' sends no '{use.Value.Parameter}'; "
                + $"it sends {string.Join(", ", step.Inputs.Keys)}";
        var mistakes = errors.ToList();
        return mistakes.Count > 0 ? throw new DryRunRefusedException(mistakes) :
        [
            .. stock.Select(item => new StockItem(
                item.Name,
                item.Amount,
                item.Unit,
                item.Uses.ToDictionary(
                    use => use.Key,
                    use => (use.Value.Parameter is null ? use.Value.Amount : (double?)null, use.Value.Parameter),
                    StringComparer.Ordinal))),
        ];
    }
}
