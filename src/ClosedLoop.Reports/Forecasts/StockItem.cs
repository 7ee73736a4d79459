namespace ClosedLoop.Reports;

/// <summary>Something that steps use up.</summary>
/// <param name="Name">Which.</param>
/// <param name="Amount">How much there is at the start.</param>
/// <param name="Unit">Its unit, or null.</param>
/// <param name="Uses">Capability → what one step uses up: an amount, or, where that is null, as much as the named command parameter says.</param>
public sealed record StockItem(string Name, double Amount, string? Unit, IReadOnlyDictionary<string, (double? Amount, string? Parameter)> Uses);
