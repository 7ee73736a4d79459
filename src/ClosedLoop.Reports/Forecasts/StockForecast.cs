using ClosedLoop.Domain;

namespace ClosedLoop.Reports;

/// <summary>Whether a stock lasts.</summary>
/// <param name="Item">Which.</param>
/// <param name="Used">What a run uses up.</param>
/// <param name="Empty">How often it did not last.</param>
/// <param name="EmptyAt">When it was empty in those runs, in order.</param>
public sealed record StockForecast(StockItem Item, Quantiles Used, Chance Empty, IReadOnlyList<DateTimeOffset> EmptyAt)
{
    /// <summary>What to expect, in words.</summary>
    public string Sentence(TimeZoneInfo zone) => Empty.Hits == 0
        ? $"lasts in every run: {ForecastWords.Spread(Used)} of {Figures.With(Item.Amount, Item.Unit)} used"
        : $"empty at {ForecastWords.Clock(EmptyAt[EmptyAt.Count / 2], zone)} (from {ForecastWords.Moment(EmptyAt[0], zone)} on) in {ForecastWords.Odds(Empty)}; "
            + $"{Figures.With(Used.P90, Item.Unit)} would be enough in 9 of 10";
}
