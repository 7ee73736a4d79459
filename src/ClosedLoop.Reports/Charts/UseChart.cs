using System.Xml.Linq;

namespace ClosedLoop.Reports;

/// <summary>How much of the time each instrument works, and how many steps wait for it.</summary>
internal static class UseChart
{
    private const double PictureWidth = 1040;
    private const double Row = 30;
    private const double BarHeight = 16;
    private const int MostLabel = 24;

    /// <summary>A row for each instrument: bar to the median, whiskers over 80 % of the runs.</summary>
    public static XElement Draw(IReadOnlyList<InstrumentForecast> instruments)
    {
        var left = 24 + (6.3 * instruments.Max(instrument => Math.Min(MostLabel, Named(instrument).Length)));
        var frame = new Frame(left, 22, left + 500, 22 + (Row * instruments.Count));
        var x = new LinearScale(0, 100, frame.Left, frame.Right, 5);
        var queue = new Frame(frame.Right + 60, frame.Top, PictureWidth - 60, frame.Bottom);
        var longest = Math.Max(0.1, instruments.Max(instrument => instrument.Queue.P90));
        var waiting = new LinearScale(0, longest, queue.Left, queue.Right, 4);
        var picture = Svg.Picture(
            PictureWidth,
            frame.Bottom + Axis.BottomRoom,
            "Use of the instruments",
            Axis.Bottom(frame, x, "% of the time at work"),
            Axis.Bottom(queue, waiting, "steps that wait for it, on average"));
        for (var i = 0; i < instruments.Count; i++)
        {
            var middle = frame.Top + (Row * (i + 0.5));
            picture.Add(Svg.Text(frame.Left - 8, middle + 4, Figures.Ellipsis(Named(instruments[i]), MostLabel), "tick", "end"));
            picture.Add(Bar(x, instruments[i].Utilisation, 100, middle, "run", Figures.Percent(Math.Round(instruments[i].Utilisation.P50, 3))));
            picture.Add(Bar(waiting, instruments[i].Queue, 1, middle, "run even", Figures.Short(instruments[i].Queue.P50, 2)));
        }

        return picture;
    }

    private static IEnumerable<XElement> Bar(LinearScale x, Quantiles values, double unit, double middle, string style, string label)
    {
        yield return Svg.Box(x.Map(0), middle - (BarHeight / 2), x.Map(unit * values.P50) - x.Map(0), BarHeight, style, Svg.Tip(label));
        yield return Svg.Line(x.Map(unit * values.P10), middle, x.Map(unit * values.P90), middle, "whisker");
        yield return Svg.Text(Math.Max(x.Map(unit * values.P50), x.Map(unit * values.P90)) + 6, middle + 4, label, "note");
    }

    private static string Named(InstrumentForecast instrument) => instrument.Capacity == 1 ? instrument.Id : $"{instrument.Id} × {instrument.Capacity}";
}
