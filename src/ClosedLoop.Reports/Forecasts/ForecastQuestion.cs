using ClosedLoop.Domain;

namespace ClosedLoop.Reports;

/// <summary>What a forecast is asked.</summary>
/// <param name="By">The moment that chances are stated for.</param>
/// <param name="Target">What is to be reached by then; null when there is no such thing.</param>
/// <param name="Capacities">Instrument → steps side by side.</param>
/// <param name="Zone">The clock that people read.</param>
public sealed record ForecastQuestion(DateTimeOffset By, TargetReached? Target, IReadOnlyDictionary<string, int> Capacities, TimeZoneInfo Zone)
{
    /// <summary>What steps use up; nothing by default. The runs were boiled down with the same.</summary>
    public IReadOnlyList<StockItem> Stock { get; init; } = [];
}
