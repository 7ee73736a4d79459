namespace ClosedLoop.CampaignFiles;

/// <summary>What one step uses up of a stock: an amount, or as much as a command parameter says.</summary>
/// <param name="Amount">In the stock's unit; 0 when a parameter says it.</param>
/// <param name="Parameter">The command parameter, or null.</param>
public sealed record StockUseFile(double Amount, string? Parameter);
