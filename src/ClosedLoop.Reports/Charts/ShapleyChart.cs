using System.Xml.Linq;
using ClosedLoop.Domain;

namespace ClosedLoop.Reports;

/// <summary>What each parameter contributes to a prediction, from the average to the predicted value.</summary>
internal static class ShapleyChart
{
    private const double PictureWidth = 510;
    private const double Row = 24;
    private const int MostLabel = 30;
    private const int MostRows = 12;

    /// <summary>One candidate; the contributions that matter most, largest first, the rest in one row.</summary>
    public static XElement Draw(ShapleyValues values, SearchSpace space, Objective objective)
    {
        var rows = Rows(values, space);
        var label = rows.Max(row => row.Name.Length);
        var (from, to) = Extent(values.Average, [.. rows.Select(row => row.Value)]);
        var frame = new Frame(20 + (6.3 * label), 22, PictureWidth - 16, 22 + (Row * (rows.Count + 1)));
        var margin = 0.16 * Math.Max(to - from, 1e-12);
        var x = new LinearScale(from - margin, to + margin, frame.Left, frame.Right, 5);
        var picture = Svg.Picture(
            PictureWidth,
            frame.Bottom + Axis.BottomRoom,
            $"Contributions to the predicted {objective.Name}",
            Axis.Bottom(frame, x, Figures.Named($"predicted {objective.Name}", objective.Unit)),
            Svg.Line(x.Map(values.Average), frame.Top, x.Map(values.Average), frame.Bottom, "reference"),
            Svg.Text(x.Map(values.Average), frame.Top - 7, $"average {Figures.Short(values.Average)}", "note", "middle"));
        var at = values.Average;
        for (var row = 0; row < rows.Count; row++)
        {
            var y = frame.Top + (Row * (row + 0.5));
            var next = at + rows[row].Value;
            var (left, right) = (Math.Min(x.Map(at), x.Map(next)), Math.Max(x.Map(at), x.Map(next)));
            picture.Add(
                Svg.Text(frame.Left - 8, y + 4, rows[row].Name, "tick", "end"),
                Svg.Box(left, y - 7, right - left, 14, rows[row].Value < 0 ? "bar down" : "bar up", Svg.Tip($"{rows[row].Name}: {Signed(rows[row].Value)}")),
                Svg.Line(x.Map(next), y + 7, x.Map(next), y + Row - 7, "stroke"),
                rows[row].Value < 0
                    ? Svg.Text(left - 4, y + 4, Signed(rows[row].Value), "note", "end")
                    : Svg.Text(right + 4, y + 4, Signed(rows[row].Value), "note"));
            at = next;
        }

        var last = frame.Top + (Row * (rows.Count + 0.5));
        picture.Add(
            Svg.Text(frame.Left - 8, last + 4, "prediction", "tick", "end"),
            Svg.Circle(x.Map(values.Predicted), last, 4.4, "mark best"),
            Svg.Text(x.Map(values.Predicted) + 8, last + 4, Figures.Short(values.Predicted), "note"));
        return picture;
    }

    private static List<(string Name, double Value)> Rows(ShapleyValues values, SearchSpace space)
    {
        var sorted = values.Contributions.OrderByDescending(pair => Math.Abs(pair.Value)).ThenBy(pair => pair.Key, StringComparer.Ordinal).ToList();
        var rows = sorted.Take(sorted.Count > MostRows ? MostRows - 1 : MostRows).Select(pair => (Label(pair.Key, values.Candidate, space), pair.Value)).ToList();
        if (sorted.Count > MostRows)
        {
            rows.Add(($"{Figures.Whole(sorted.Count - rows.Count)} others", sorted.Skip(MostRows - 1).Sum(pair => pair.Value)));
        }

        return rows;
    }

    private static string Label(string name, Candidate candidate, SearchSpace space)
    {
        var parameter = space.Parameters.First(each => each.Name == name);
        string Value(string key) => candidate[key].IsNumber ? Figures.Short(candidate[key].Number, 3) : candidate[key].Text!;
        var value = parameter is CompositionParameter composition
            ? $": {string.Join(", ", composition.Keys.Select(key => $"{key} {Value(key)}"))}"
            : $" = {Value(name)}";
        return Figures.Ellipsis(name + value, MostLabel);
    }

    private static (double From, double To) Extent(double start, double[] steps)
    {
        var (from, to, at) = (start, start, start);
        foreach (var step in steps)
        {
            at += step;
            (from, to) = (Math.Min(from, at), Math.Max(to, at));
        }

        return (from, to);
    }

    private static string Signed(double value) => value < 0 ? Figures.Short(value, 3) : "+" + Figures.Short(value, 3);
}
