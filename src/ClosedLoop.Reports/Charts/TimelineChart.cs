using System.Xml.Linq;
using ClosedLoop.Campaigns;

namespace ClosedLoop.Reports;

/// <summary>What each instrument did when: one lane for each, more where it did several things at once.</summary>
internal static class TimelineChart
{
    private const double PictureWidth = 1040;
    private const double Row = 20;
    private const double Gap = 10;
    private const int MostLabel = 24;

    /// <summary>All dispatches of the campaign; what still runs is drawn up to <paramref name="now"/>.</summary>
    public static XElement Draw(CampaignHistory history, DateTimeOffset now)
    {
        var until = Until(history, now);
        var instruments = history.Trials.SelectMany(trial => trial.Attempts)
            .GroupBy(attempt => attempt.Dispatch.Decision.Instrument)
            .OrderBy(group => group.Min(attempt => attempt.DispatchedAt)).ThenBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => (Name: group.Key, Attempts: group.OrderBy(attempt => attempt.Start).ThenBy(attempt => attempt.Dispatch.Id.Trial).ToList()))
            .ToList();
        var from = history.Trials.SelectMany(trial => trial.Attempts).Select(attempt => attempt.Start).Append(history.State.StartedAt).Min();
        var left = 24 + (6.3 * instruments.Max(instrument => Math.Min(MostLabel, instrument.Name.Length)));
        var lanes = instruments.ConvertAll(instrument => Lanes.Of(instrument.Attempts.ConvertAll(attempt => (attempt.Start, attempt.End ?? until))));
        var height = lanes.Sum(lane => (Row * (lane.Max() + 1)) + Gap) + Gap;
        var frame = new Frame(left, 22, PictureWidth - 60, 22 + height);
        var x = new TimeScale(from, until, frame.Left, frame.Right, 9);
        var picture = Svg.Picture(PictureWidth, frame.Bottom + Axis.BottomRoom, "Timeline of instruments", Axis.Bottom(frame, x, Title(from, until)));
        var top = frame.Top + Gap;
        for (var i = 0; i < instruments.Count; i++)
        {
            var rows = lanes[i].Max() + 1;
            var busy = Lanes.Union(instruments[i].Attempts.Select(attempt => (attempt.Start, attempt.End ?? until))) / (until - from);
            picture.Add(
                Svg.Box(frame.Left, top - (Gap / 2), frame.Width, (Row * rows) + Gap, i % 2 == 0 ? "lane" : "lane odd"),
                Svg.Text(frame.Left - 8, top + (Row * rows / 2) + 4, Figures.Ellipsis(instruments[i].Name, MostLabel), "tick", "end"),
                Svg.Text(frame.Right + 8, top + (Row * rows / 2) + 4, double.IsFinite(busy) ? Figures.Percent(Math.Round(busy, 2)) : "", "tick"));
            for (var k = 0; k < lanes[i].Count; k++)
            {
                picture.Add(Bar(instruments[i].Attempts[k], top + (Row * lanes[i][k]), x, until));
            }

            top += (Row * rows) + Gap;
        }

        picture.Add(Openings(history, frame, x));
        return picture;
    }

    private static DateTimeOffset Until(CampaignHistory history, DateTimeOffset now)
    {
        var last = history.Trials.SelectMany(trial => trial.Attempts).Select(attempt => attempt.End ?? attempt.DispatchedAt).Append(history.State.LastAt).Max();
        var open = history.Trials.SelectMany(trial => trial.Attempts).Any(attempt => attempt.End is null);
        return open && !history.State.IsOver && now > last ? now : last;
    }

    private static string Title(DateTimeOffset from, DateTimeOffset until)
    {
        var (first, last) = (Figures.Moment(from)[..10], Figures.Moment(until)[..10]);
        return first == last ? $"time on {first} (UTC)" : $"time from {first} to {last} (UTC)";
    }

    private static XElement Bar(Attempt attempt, double top, TimeScale x, DateTimeOffset until)
    {
        var id = attempt.Dispatch.Id;
        var (left, right) = (x.Map(attempt.Start), x.Map(attempt.End ?? until));
        var width = Math.Max(1.2, right - left - 0.8);
        var style = attempt.Dispatch.Phase switch
        {
            DispatchPhase.Succeeded => id.Trial % 2 == 0 ? "run even" : "run",
            DispatchPhase.Failed => "run broken",
            DispatchPhase.Indeterminate => "run unknown",
            _ => "run open",
        };
        var how = attempt.Dispatch.Failure is { } failure ? $"{failure.Kind}: {failure.Message}" : attempt.Dispatch.Phase.ToString().ToLowerInvariant();
        var lasted = attempt.End is { } end ? Figures.Duration(end - attempt.Start) : "not ended";
        var box = Svg.Box(
            left,
            top + 2,
            width,
            Row - 4,
            style,
            Svg.OfTrial(id.Trial),
            Svg.Tip($"Trial {id.Trial}, {id.Step}, attempt {id.Attempt}: {how}, {lasted}, from {Figures.Moment(attempt.Start)}"));
        var number = Figures.Whole(id.Trial);
        return width > (6.6 * number.Length) + 3 ? Svg.Group("", box, Svg.Text(left + (width / 2), top + 14, number, "bar-label", "middle")) : box;
    }

    /// <summary>The openings after the first; labels that would overlap are left out, the lines stay.</summary>
    private static IEnumerable<XElement> Openings(CampaignHistory history, Frame frame, TimeScale x)
    {
        var labelled = double.NegativeInfinity;
        foreach (var opening in history.Openings.Where(opening => opening.Epoch > 1))
        {
            var at = x.Map(opening.At);
            var line = Svg.Line(at, frame.Top, at, frame.Bottom, "opening");
            line.Add(Svg.Tip($"Opened again ({opening.Epoch}) at {Figures.Moment(opening.At)}"));
            yield return line;
            if (at - labelled > 66)
            {
                labelled = at;
                yield return Svg.Text(at, frame.Top - 6, $"opened ({opening.Epoch})", "note", at > frame.Right - 40 ? "end" : "middle");
            }
        }
    }
}
