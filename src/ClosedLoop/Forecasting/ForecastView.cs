using System.Globalization;
using ClosedLoop.Orchestrator;
using ClosedLoop.Reports;
using Spectre.Console;

namespace ClosedLoop;

/// <summary>A forecast on the terminal: the answers, a picture, and what each instrument does.</summary>
internal sealed class ForecastView(Forecast forecast)
{
    private readonly TimeZoneInfo _zone = forecast.Question.Zone;

    public void Show()
    {
        Answers();
        for (var objective = 0; objective < forecast.Spec.Objectives.Count; objective++)
        {
            Picture(objective);
        }

        Instruments();
        Setbacks();
    }

    private void Answers()
    {
        var grid = new Grid().AddColumn(new GridColumn().NoWrap().PadLeft(2).PadRight(2)).AddColumn();
        void Add(string name, string value) => grid.AddRow($"[bold]{Markup.Escape(name)}[/]", Markup.Escape(value));
        var hours = forecast.Hours;
        Add(
            "finish",
            $"{ForecastWords.Moment(At(hours.P50), _zone)} ({ForecastWords.Range(At(hours.P10), At(hours.P90), _zone)}), "
            + $"{ForecastWords.Span(hours.P50)} after the start: {Endings()}   "
            + TextPlot.Bars([.. forecast.Runs.Select(run => run.Length.TotalHours)], 16).TrimEnd());
        for (var i = 0; i < forecast.Spec.Objectives.Count; i++)
        {
            var objective = forecast.Spec.Objectives[i];
            Add(
                $"best {objective.Name}",
                forecast.BestAtEnd(i) is { } end ? $"{ForecastWords.Spread(end)}{EventText.Unit(objective.Unit)} at the end{ByThen(i)}" : "no run measured anything");
        }

        if (forecast.TargetBy is { } reached)
        {
            var target = forecast.Question.Target!;
            var by = ForecastWords.Moment(forecast.Question.By, _zone);
            Add("target", $"{target.Objective} {EventText.Number(target.Value)} by {by}: {ForecastWords.Odds(reached)}");
        }

        Add("measured", $"{ForecastWords.Spread(forecast.Observed)} of {forecast.Spec.Budget.Trials} trials");
        if (forecast.Cost.P90 > 0)
        {
            Add("cost", $"{ForecastWords.Spread(forecast.Cost)}{(forecast.Spec.Budget.Cost is { } budget ? $" of {EventText.Number(budget)}" : "")}");
        }

        foreach (var stock in forecast.Stock())
        {
            Add($"stock {stock.Item.Name}", stock.Sentence(_zone));
        }

        Add("a person", forecast.PersonNeeded.Hits == 0 ? "not needed in any run" : $"needed in {ForecastWords.Odds(forecast.PersonNeeded)}{First()}");
        AnsiConsole.Write(grid);
        AnsiConsole.WriteLine();
    }

    private void Picture(int objective)
    {
        var points = forecast.BestByHour(objective);
        if (points.Count < 2)
        {
            return;
        }

        var name = forecast.Spec.Objectives[objective];
        AnsiConsole.MarkupLineInterpolated(
            $"  [bold]best {name.Name}{(name.Unit is null ? "" : $" ({name.Unit})")} against the clock[/]  [grey]━ median  ▒ half  ░ 80 % of {forecast.Runs.Count} runs[/]");
        foreach (var line in TextPlot.Bands(points, ForecastWords.Clock(At(points[0].X), _zone), ForecastWords.Clock(At(points[^1].X), _zone)))
        {
            AnsiConsole.WriteLine(line);
        }

        AnsiConsole.WriteLine();
    }

    private void Instruments()
    {
        var table = new Table().Border(TableBorder.Simple);
        foreach (var heading in (string[])["instrument", "at work", "waiting for it", "mean wait", "longest wait", "steps", "failed"])
        {
            table.AddColumn(new TableColumn(heading).NoWrap());
        }

        foreach (var instrument in forecast.Instruments())
        {
            table.AddRow(
                Markup.Escape(instrument.Capacity == 1 ? instrument.Id : $"{instrument.Id} × {instrument.Capacity}"),
                $"{Bar(instrument.Utilisation.P50)} {100 * instrument.Utilisation.P50:f0} %",
                instrument.Queue.P50.ToString("0.0#", CultureInfo.InvariantCulture),
                ForecastWords.Span(instrument.Wait.P50 / 3600),
                ForecastWords.Span(instrument.LongestWait.P50 / 3600),
                ForecastWords.Spread(instrument.Steps),
                ForecastWords.Spread(instrument.Failed));
        }

        AnsiConsole.Write(table);
    }

    private void Setbacks()
    {
        var setbacks = forecast.Setbacks();
        foreach (var setback in setbacks)
        {
            AnsiConsole.MarkupLineInterpolated(
                $"  [bold]{setback.Step}[/]: {setback.What}, {setback.PerRun:0.##} in a run; its trial was measured all the same in {setback.Survived} of {setback.Count} cases");
        }

        if (setbacks.Count > 0)
        {
            AnsiConsole.WriteLine();
        }
    }

    private string Endings() => string.Join(
        "; ",
        forecast.Endings
            .Take(3)
            .Select(ending => ending.Runs == forecast.Runs.Count ? ending.Ending : $"{ending.Ending} ({ending.Runs} of {forecast.Runs.Count})"));

    private string ByThen(int objective) => forecast.Question.By < At(forecast.Hours.P90) && forecast.BestBy(objective) is { } by
        ? $", {ForecastWords.Spread(by)} by {ForecastWords.Moment(forecast.Question.By, _zone)}"
        : "";

    private string First()
    {
        var first = forecast.Runs.SelectMany(run => run.Persons.Take(1)).OrderBy(person => person.At).ToList();
        return $"; first at {ForecastWords.Clock(first[first.Count / 2].At, _zone)} (median), such as: {first[0].Why}";
    }

    private DateTimeOffset At(double hours) => forecast.StartedAt.AddHours(hours);

    private static string Bar(double share)
    {
        var filled = (int)Math.Round(10 * Math.Clamp(share, 0, 1));
        return $"[blue]{new string('█', filled)}[/][grey]{new string('░', 10 - filled)}[/]";
    }
}
