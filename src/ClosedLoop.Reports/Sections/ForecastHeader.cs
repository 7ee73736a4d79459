using System.Xml.Linq;
using ClosedLoop.Domain;

namespace ClosedLoop.Reports;

/// <summary>What it is, and the answers.</summary>
internal static class ForecastHeader
{
    public static XElement Write(Forecast forecast)
    {
        var (spec, zone, hours) = (forecast.Spec, forecast.Question.Zone, forecast.Hours);
        DateTimeOffset At(double after) => forecast.StartedAt.AddHours(after);
        return new XElement(
            "header",
            Html.Of("p", "eyebrow", "Forecast from dry runs"),
            new XElement("h1", spec.Name),
            Html.Of(
                "p",
                "dry-run",
                $"Dry run: {Figures.Count(forecast.Runs.Count, "run")} in virtual time, on simulated instruments. Nothing of this happened."),
            Html.Of(
                "dl",
                "facts answers",
                spec.Objectives.Select((objective, index) => Best(forecast, objective, index)),
                Target(forecast),
                Fact(
                    "Finish",
                    ForecastWords.Moment(At(hours.P50), zone),
                    $"80 %: {ForecastWords.Range(At(hours.P10), At(hours.P90), zone)}; {ForecastWords.Span(hours.P50)} after the start"),
                Fact("Measured trials", ForecastWords.Spread(forecast.Observed), $"of {Figures.Whole(spec.Budget.Trials)} in the budget"),
                forecast.Cost.P90 > 0
                    ? Fact("Cost", ForecastWords.Spread(forecast.Cost), spec.Budget.Cost is { } budget ? $"of {Figures.Short(budget)}" : "")
                    : null,
                Fact("A person is needed", $"{forecast.PersonNeeded.Hits} of {Figures.Count(forecast.PersonNeeded.Runs, "run")}", Person(forecast)),
                Fact("Started", ForecastWords.Moment(forecast.StartedAt, zone), $"as if; times are of {zone.Id}"),
                Fact(
                    "Side by side",
                    spec.Batch.Mode == BatchMode.Synchronous ? $"batches of {spec.Batch.Size}" : $"{spec.Batch.Size} in flight",
                    string.Join("; ", forecast.Endings.Take(2).Select(ending => ending.Ending)))));
    }

    private static XElement Best(Forecast forecast, Objective objective, int index)
    {
        if (forecast.BestAtEnd(index) is not { } end)
        {
            return Fact($"Best {objective.Name}", "none", "no run measured anything");
        }

        var by = forecast.Question.By;
        var earlier = by < forecast.StartedAt.AddHours(forecast.Hours.P90) && forecast.BestBy(index) is { } then
            ? $"; {Figures.With(then.P50, objective.Unit)} by {ForecastWords.Moment(by, forecast.Question.Zone)}"
            : "";
        return Fact($"Best {objective.Name}", Figures.With(end.P50, objective.Unit), $"80 %: {Figures.Short(end.P10)} – {Figures.Short(end.P90)}{earlier}");
    }

    private static XElement? Target(Forecast forecast) => forecast.TargetBy is not { } reached ? null : Fact(
        $"{forecast.Question.Target!.Objective} reaches {Figures.Short(forecast.Question.Target.Value)}",
        Figures.Percent(Math.Round(reached.Share, 2)),
        $"by {ForecastWords.Moment(forecast.Question.By, forecast.Question.Zone)}; 95 % interval "
        + $"{Figures.Percent(Math.Round(reached.Interval.Lower, 2))} – {Figures.Percent(Math.Round(reached.Interval.Upper, 2))}");

    private static string Person(Forecast forecast)
    {
        var first = forecast.Runs.SelectMany(run => run.Persons.Take(1)).OrderBy(person => person.At).ToList();
        return first.Count == 0 ? "" : $"first at {ForecastWords.Clock(first[first.Count / 2].At, forecast.Question.Zone)} (median)";
    }

    private static XElement Fact(string name, string value, string note) =>
        new("div", new XElement("dt", name), new XElement("dd", Html.Of("span", "answer", value), note.Length == 0 ? null : Html.Of("span", "small", note)));
}
