using System.Xml.Linq;
using ClosedLoop.Domain;

namespace ClosedLoop.Reports;

/// <summary>How the best value goes on, against trials and against the clock; when runs end and reach the target.</summary>
internal static class ForecastProgressSection
{
    private const string Square = "M1 1H11V11H1Z";

    public static XElement Write(Forecast forecast) => Html.Section(
        "progress",
        "What it will find, and when",
        forecast.Spec.Objectives.SelectMany((objective, index) => Pictures(forecast, objective, index)),
        Html.Of(
            "p",
            "legend",
            Legend.Entry("best-line", "median of the runs", "M0 6H12"),
            Legend.Entry("quantile inner", "half of the runs", Square),
            Legend.Entry("quantile outer", "80 % of the runs", Square)),
        Ends(forecast));

    private static IEnumerable<XElement> Pictures(Forecast forecast, Objective objective, int index)
    {
        var title = Figures.Named($"best {objective.Name}", objective.Unit);
        var (level, name) = Level(forecast, objective);
        var zone = forecast.Question.Zone;
        if (forecast.BestByHour(index) is { Count: > 1 } hours)
        {
            var start = ForecastWords.Wall(forecast.StartedAt, zone);
            yield return Html.Figure(
                "wide",
                BandChart.OfHours(hours, start, title, level, name, ForecastWords.Wall(forecast.Question.By, zone)),
                $"Best measured {objective.Name} by time of day ({zone.Id}). A run that has ended keeps its last value.");
        }

        if (forecast.BestByTrial(index) is { Count: > 1 } trials)
        {
            yield return Html.Figure(
                "wide",
                BandChart.OfTrials(trials, title, level, name),
                $"Best measured {objective.Name} against the number of trials that have ended, failed ones included.");
        }
    }

    private static (double? Level, string? Name) Level(Forecast forecast, Objective objective)
    {
        var level = objective.Goal == Goal.Target ? objective.Target
            : forecast.Question.Target is { } target && target.Objective == objective.Name ? target.Value
            : (double?)null;
        return (level, level is null ? null : "target");
    }

    private static XElement Ends(Forecast forecast)
    {
        var zone = forecast.Question.Zone;
        IReadOnlyList<DateTimeOffset> Moments(IEnumerable<DateTimeOffset> moments) =>
            [.. moments.Where(at => at < DateTimeOffset.MaxValue).Select(at => ForecastWords.Wall(at, zone))];
        var ended = forecast.Runs.Where(run => run.EndedAt is not null).Select(run => run.LastAt);
        var lines = new List<(string, string, IReadOnlyList<DateTimeOffset>)> { ("share finish", "has ended", Moments(ended)) };
        if (forecast.Question.Target is not null)
        {
            lines.Add(("share target", "has reached the target", Moments(forecast.Runs.Select(forecast.ReachedAt))));
        }

        if (forecast.PersonNeeded.Hits > 0)
        {
            lines.Add(("share person", "needs a person", Moments(forecast.Runs.Where(run => run.Persons.Count > 0).Select(run => run.Persons[0].At))));
        }

        var end = forecast.Runs.Max(run => run.LastAt);
        return new XElement(
            "div",
            Html.Figure(
                "wide",
                ShareChart.Draw(
                    lines,
                    forecast.Runs.Count,
                    ForecastWords.Wall(forecast.StartedAt, zone),
                    ForecastWords.Wall(end + (0.02 * (end - forecast.StartedAt)), zone)),
                $"Share of the runs in which it had happened by a time of day ({zone.Id})."),
            Html.Of("p", "legend", lines.Select(line => Legend.Entry(line.Item1, line.Item2, "M0 6H12"))));
    }
}
