using System.Xml.Linq;
using ClosedLoop.Domain;

namespace ClosedLoop.Reports;

/// <summary>How much each parameter matters: Sobol indices as bars, the relevance of length scales as a mark.</summary>
internal static class ImportanceChart
{
    private const double PictureWidth = 510;
    private const double Row = 26;
    private const int MostLabel = 26;
    private const int MostRows = 20;

    /// <summary>The parameters that matter most, most first.</summary>
    public static XElement Draw(string objective, IReadOnlyList<ParameterImportance> importances)
    {
        var sorted = importances.OrderByDescending(each => each.Total).ThenBy(each => each.Parameter, StringComparer.Ordinal).Take(MostRows).ToArray();
        var label = sorted.Max(each => Math.Min(MostLabel, each.Parameter.Length));
        var frame = new Frame(20 + (6.3 * label), 8, PictureWidth - 50, 8 + (Row * sorted.Length));
        var most = sorted.Max(each => Math.Max(each.Total, each.Relevance ?? 0));
        var x = new LinearScale(0, Math.Max(1, most), frame.Left, frame.Right, 5);
        var picture = Svg.Picture(
            PictureWidth,
            frame.Bottom + Axis.BottomRoom,
            $"Importance of parameters for {objective}",
            Axis.Bottom(frame, x, "share"));
        for (var row = 0; row < sorted.Length; row++)
        {
            var each = sorted[row];
            var y = frame.Top + (Row * (row + 0.5));
            picture.Add(
                Svg.Text(frame.Left - 8, y + 4, Figures.Ellipsis(each.Parameter, MostLabel), "tick", "end"),
                Svg.Box(frame.Left, y - 8, x.Map(each.Total) - frame.Left, 16, "bar total", Svg.Tip($"{each.Parameter}: total index {Figures.Short(each.Total, 3)}")),
                Svg.Box(frame.Left, y - 5, x.Map(each.First) - frame.Left, 10, "bar first", Svg.Tip($"{each.Parameter}: first index {Figures.Short(each.First, 3)}")),
                each.Relevance is { } relevance ? Svg.Line(x.Map(relevance), y - 10, x.Map(relevance), y + 10, "relevance") : null,
                Svg.Text(Math.Max(x.Map(each.Total), x.Map(each.Relevance ?? 0)) + 6, y + 4, Figures.Short(each.Total, 2), "tick"));
        }

        return picture;
    }

    /// <summary>What bars and marks mean.</summary>
    public static XElement Key() => Html.Of(
        "p",
        "legend",
        Legend.Entry("bar first", "first Sobol index: by itself", "M0 2H12V10H0Z"),
        Legend.Entry("bar total", "total: with others", "M0 2H12V10H0Z"),
        Legend.Entry("relevance", "relevance by length scale", "M6 0V12"));
}
