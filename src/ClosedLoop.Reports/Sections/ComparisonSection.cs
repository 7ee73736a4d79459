using System.Xml.Linq;

namespace ClosedLoop.Reports;

/// <summary>How many in flight? The arms beside each other.</summary>
internal static class ComparisonSection
{
    public static XElement Write(Comparison comparison)
    {
        var by = ForecastWords.Moment(comparison.By, comparison.Arms[0].Forecast.Question.Zone);
        return Html.Section(
            "comparison",
            "Which way to run it",
            new XElement("p", comparison.Answer()),
            Html.Figure(
                "wide",
                ComparisonChart.Curves(comparison),
                $"{comparison.Measure}, median of the runs of each arm, against the clock; {(comparison.HigherIsBetter ? "higher" : "lower")} is better. "
                + "Run numbers have the same chance in every arm."),
            Html.Of("p", "legend", comparison.Arms.Select((arm, i) => Legend.Entry($"arm a{i % ComparisonChart.Colours}", arm.Name, "M0 6H12"))),
            comparison.Arms.Count < 2 ? null : Html.Figure(
                "wide",
                ComparisonChart.Differences(comparison),
                $"{comparison.Measure} at {by} less that of “{comparison.Arms[0].Name}”, run by run: mean and its 95 % interval. "
                + "An interval that holds zero says that the runs cannot tell the two apart."),
            Html.Table(
                "values arms",
                ["", $"at {ForecastWords.Clock(comparison.By, comparison.Arms[0].Forecast.Question.Zone)}", "difference (95 %)", "at the end", "takes", "longer by (95 %)", "busiest"],
                comparison.Arms.Select((arm, i) => (IReadOnlyList<object?>)
                [
                    arm.Name,
                    comparison.Merit(arm, comparison.By) is { } then ? ForecastWords.Spread(then) : "–",
                    i == 0 ? "reference" : comparison.MeritGained(arm) is { } gained ? ForecastWords.Difference(gained) : "–",
                    comparison.Merit(arm, DateTimeOffset.MaxValue) is { } end ? ForecastWords.Spread(end) : "–",
                    ForecastWords.Span(arm.Forecast.Hours.P50),
                    i == 0 ? "reference" : comparison.HoursGained(arm) is { } hours ? ForecastWords.Longer(hours) : "–",
                    Figures.Percent(Math.Round(arm.Forecast.Instruments().Max(instrument => instrument.Utilisation.P50), 2)),
                ]),
                1, 2, 3, 4, 5, 6));
    }
}
