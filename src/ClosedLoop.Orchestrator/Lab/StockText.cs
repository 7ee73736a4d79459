using System.Globalization;
using ClosedLoop.Domain;

namespace ClosedLoop.Orchestrator;

/// <summary>A stock in words.</summary>
internal static class StockText
{
    public static string Of(StockItem item, double amount) =>
        string.Create(CultureInfo.InvariantCulture, $"{item.Name}: {amount:0.###}{(item.Unit is { } unit ? $" {unit}" : "")} left");
}
