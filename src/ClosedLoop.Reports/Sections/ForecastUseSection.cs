using System.Xml.Linq;
using ClosedLoop.Campaigns;

namespace ClosedLoop.Reports;

/// <summary>What the instruments do: how much they work, what waits for them, and one run as an example.</summary>
internal static class ForecastUseSection
{
    private static readonly string[] Head = ["instrument", "at work", "steps", "of these failed", "steps waiting", "mean wait", "longest wait"];

    public static XElement Write(Forecast forecast, IReadOnlyList<CampaignEvent> example)
    {
        var instruments = forecast.Instruments();
        var history = CampaignHistory.Of(example);
        return Html.Section(
            "instruments",
            "Instruments",
            Html.Figure(
                "wide",
                UseChart.Draw(instruments),
                $"Median over the runs; the lines hold 80 % of them. Most in demand: {Busiest(instruments)}."),
            Html.Table(
                "values",
                Head,
                instruments.Select(instrument => (IReadOnlyList<object?>)
                [
                    instrument.Capacity == 1 ? instrument.Id : $"{instrument.Id} × {instrument.Capacity}",
                    Figures.Percent(Math.Round(instrument.Utilisation.P50, 3)),
                    ForecastWords.Spread(instrument.Steps),
                    ForecastWords.Spread(instrument.Failed),
                    ForecastWords.Spread(Rounded(instrument.Queue)),
                    ForecastWords.Span(instrument.Wait.P50 / 3600),
                    ForecastWords.Span(instrument.LongestWait.P50 / 3600),
                ]),
                1, 2, 3, 4, 5, 6),
            history.Trials.Any(trial => trial.Attempts.Count > 0)
                ? Html.Figure(
                    "wide",
                    TimelineChart.Draw(history, history.State.LastAt),
                    "Run 1 as an example: each bar is one attempt at a step, with its trial number where there is room. "
                    + "At the right, the share of the time at work.")
                : null);
    }

    private static string Busiest(IReadOnlyList<InstrumentForecast> instruments) => instruments.MaxBy(instrument => instrument.Utilisation.P50) is { } most
        ? $"{most.Id}, at work {Figures.Percent(Math.Round(most.Utilisation.P50, 2))} of the time"
        : "none";

    private static Quantiles Rounded(Quantiles q) =>
        new(Math.Round(q.P10, 2), Math.Round(q.P25, 2), Math.Round(q.P50, 2), Math.Round(q.P75, 2), Math.Round(q.P90, 2));
}
