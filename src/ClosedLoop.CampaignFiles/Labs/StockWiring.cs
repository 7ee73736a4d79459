using ClosedLoop.Domain;

namespace ClosedLoop.CampaignFiles;

/// <summary>Whether the stock of a lab hangs together with what a campaign sends to its instruments.</summary>
public static class StockWiring
{
    /// <summary>Uses that name a command parameter which a step does not send: all of them, with their lines.</summary>
    /// <param name="spec">The campaign.</param>
    /// <param name="stock">The lab's stock.</param>
    /// <param name="labPath">The lab file's path, for messages.</param>
    public static IReadOnlyList<string> Mistakes(CampaignSpec spec, IReadOnlyList<StockFile> stock, string labPath)
    {
        ArgumentNullException.ThrowIfNull(spec);
        ArgumentNullException.ThrowIfNull(stock);
        return
        [
            .. from item in stock
               from use in item.Uses
               from step in spec.Workflow
               where step.Capability == use.Key && use.Value.Parameter is { } parameter && !step.Inputs.ContainsKey(parameter)
               select $"{labPath}({item.Line}): stock {item.Name}: step '{step.Name}' sends no '{use.Value.Parameter}'; it sends {string.Join(", ", step.Inputs.Keys)}",
        ];
    }
}
