using System.Globalization;
using ClosedLoop.Domain;
using ClosedLoop.Orchestrator;
using ClosedLoop.Reports;
using Spectre.Console;

namespace ClosedLoop;

/// <summary>A forecast on the terminal: the answers, a picture, and what each instrument does.</summary>
internal sealed class ForecastView(Forecast forecast, ClockText clock)
{
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
        var table = new Table().Border(TableBorder.None).HideHeaders().AddColumns(new TableColumn("").NoWrap().PadLeft(2), new TableColumn(""));
        void Add(string name, string value) => table.AddRow($"[bold]{name}[/]", Markup.Escape(value));
        var hours = forecast.Hours;
        Add("finish", $"{At(hours.P50)} ({At(hours.P10)} – {At(hours.P90)}), after {Span(hours.P50)}; {Ending()}");
        for (var i = 0; i < forecast.Spec.Objectives.Count; i++)
        {
            var objective = forecast.Spec.Objectives[i];
            if (forecast.BestAtEnd(i) is { } end)
            {
                Add($"best {objective.Name}", $"{Spread(end)}{EventText.Unit(objective.Unit)} at the end{ByThen(i)}");
            }
            else
            {
                Add($"best {objective.Name}", "no run measured anything");
            }
        }

        if (forecast.TargetBy is { } reached)
        {
            var target = forecast.Question.Target!;
            Add("target", $"{target.Objective} {EventText.Number(target.Value)} by {clock.Write(forecast.Question.By)}: {Odds(reached)}");
        }

        Add("measured", $"{Spread(forecast.Observed)} of {forecast.Spec.Budget.Trials} trials");
        if (forecast.Cost.P90 > 0)
        {
            Add("cost", $"{Spread(forecast.Cost)}{(forecast.Spec.Budget.Cost is { } budget ? $" of {EventText.Number(budget)}" : "")}");
        }

        Add("a person", forecast.PersonNeeded.Hits == 0 ? "not needed in any run" : $"needed in {Odds(forecast.PersonNeeded)}{First()}");
        AnsiConsole.Write(table);
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
        AnsiConsole.MarkupLineInterpolated($"  [bold]best {name.Name}{EventText.Unit(name.Unit)} against the clock[/]  [grey]━ median  ▒ half  ░ 80 % of {forecast.Runs.Count} runs[/]");
        foreach (var line in TextPlot.Bands(points, clock.Hour(forecast.StartedAt.AddHours(points[0].X)), clock.Hour(forecast.StartedAt.AddHours(points[^1].X))))
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
                Span(instrument.Wait.P50 / 3600),
                Span(instrument.LongestWait.P50 / 3600),
                $"{instrument.Steps.P50:0.#}",
                $"{instrument.Failed.P50:0.#}{(instrument.Failed.P90 > instrument.Failed.P50 ? $" (up to {instrument.Failed.P90:0.#})" : "")}");
        }

        AnsiConsole.Write(table);
    }

    private void Setbacks()
    {
        var setbacks = forecast.Runs.SelectMany(run => run.Setbacks).GroupBy(setback => (setback.Step, setback.Kind, setback.Sample)).OrderByDescending(group => group.Count()).ToList();
        foreach (var group in setbacks)
        {
            var (step, kind, sample) = group.Key;
            var what = kind is null ? "may or may not have happened" : $"{kind.ToString()!.ToLowerInvariant()}, sample {sample.ToString()!.ToLowerInvariant()}";
            AnsiConsole.MarkupLineInterpolated(
                $"  [bold]{step}[/]: {what}: {(double)group.Count() / forecast.Runs.Count:0.##} in a run; the trial went on to a measurement in {group.Count(setback => setback.Survived)} of {group.Count()}");
        }

        if (setbacks.Count > 0)
        {
            AnsiConsole.WriteLine();
        }
    }

    private string Ending() => string.Join("; ", forecast.Endings.Take(3).Select(ending => ending.Runs == forecast.Runs.Count ? ending.Ending : $"{ending.Ending} ({ending.Runs} of {forecast.Runs.Count})"));

    private string ByThen(int objective) =>
        forecast.Question.By < forecast.StartedAt.AddHours(forecast.Hours.P90) && forecast.BestBy(objective) is { } by ? $", {Spread(by)} by {clock.Write(forecast.Question.By)}" : "";

    private string First()
    {
        var first = forecast.Runs.SelectMany(run => run.Persons.Take(1)).OrderBy(person => person.At).ToList();
        return $"; first at {clock.Hour(first[first.Count / 2].At)} (median), such as: {first[0].Why}";
    }

    private string At(double hours) => clock.Write(forecast.StartedAt.AddHours(hours));

    private static string Odds(Chance chance) =>
        string.Create(CultureInfo.InvariantCulture, $"{chance.Hits} of {chance.Runs} runs ({100 * chance.Share:f0} %, 95 % interval {100 * chance.Interval.Lower:f0} – {100 * chance.Interval.Upper:f0} %)");

    private static string Spread(Quantiles q) => q.P10 == q.P90 ? EventText.Number(q.P50) : $"{EventText.Number(q.P50)} ({EventText.Number(q.P10)} – {EventText.Number(q.P90)})";

    private static string Span(double hours) => TimeSpan.FromHours(hours) is var span && span < TimeSpan.FromSeconds(1) ? "0 s"
        : span < TimeSpan.FromMinutes(1) ? $"{span.TotalSeconds:f0} s"
        : span < TimeSpan.FromHours(1) ? $"{span.TotalMinutes:f0} min"
        : span < TimeSpan.FromDays(2) ? $"{(int)span.TotalHours} h {span.Minutes} min"
        : $"{span.Days} d {span.Hours} h";

    private static string Bar(double share)
    {
        var filled = (int)Math.Round(10 * Math.Clamp(share, 0, 1));
        return $"[blue]{new string('█', filled)}[/][grey]{new string('░', 10 - filled)}[/]";
    }
}
