using ClosedLoop.Reports;
using Spectre.Console;

namespace ClosedLoop;

/// <summary>A comparison on the terminal: a row for each arm, and the answer.</summary>
internal static class ComparisonView
{
    private const int Half = 12;

    public static void Show(Comparison comparison)
    {
        var zone = comparison.Arms[0].Forecast.Question.Zone;
        var by = ForecastWords.Moment(comparison.By, zone);
        AnsiConsole.MarkupLineInterpolated($"  [bold]{comparison.Measure} at {by}[/]  [grey]{(comparison.HigherIsBetter ? "higher" : "lower")} is better; differences from the first arm, run by run, with 95 % intervals[/]");
        var table = new Table().Border(TableBorder.Simple);
        foreach (var heading in (string[])["", $"at {ForecastWords.Clock(comparison.By, zone)}", "difference (95 %)", "", "at the end", "takes", "longer by (95 %)", "busiest"])
        {
            table.AddColumn(new TableColumn(heading).NoWrap());
        }

        var differences = comparison.Arms.Select((arm, i) => i == 0 ? null : comparison.MeritGained(arm)).ToList();
        var widest = differences
            .OfType<PairedDifference>()
            .Select(difference => Math.Max(Math.Abs(difference.Lower), Math.Abs(difference.Upper)))
            .DefaultIfEmpty(1)
            .Max();
        foreach (var (arm, difference) in comparison.Arms.Zip(differences))
        {
            table.AddRow(
                Markup.Escape(arm.Name),
                comparison.Merit(arm, comparison.By) is { } then ? ForecastWords.Spread(then) : "–",
                difference is null ? "" : ForecastWords.Difference(difference),
                difference is null ? "" : Markup.Escape(Whiskers(difference, widest)),
                comparison.Merit(arm, DateTimeOffset.MaxValue) is { } end ? ForecastWords.Spread(end) : "–",
                ForecastWords.Span(arm.Forecast.Hours.P50),
                arm == comparison.Arms[0] || comparison.HoursGained(arm) is not { } hours ? "" : ForecastWords.Longer(hours),
                $"{100 * arm.Forecast.Instruments().Max(instrument => instrument.Utilisation.P50):f0} %");
        }

        AnsiConsole.Write(table);
        AnsiConsole.MarkupLineInterpolated($"  [bold]{comparison.Answer()}[/]");
        AnsiConsole.WriteLine();
    }

    /// <summary>The interval as a line about zero.</summary>
    private static string Whiskers(PairedDifference difference, double widest)
    {
        var line = new string(' ', (2 * Half) + 1).ToCharArray();
        int At(double value) => Half + (widest > 0 ? (int)Math.Round(value / widest * Half) : 0);
        for (var i = At(difference.Lower); i <= At(difference.Upper); i++)
        {
            line[i] = '─';
        }

        line[Half] = line[Half] == '─' ? '┼' : '│';
        line[At(difference.Mean)] = '●';
        return new string(line);
    }
}
