using System.Globalization;
using System.Text;
using ClosedLoop.Orchestrator;
using ClosedLoop.Reports;

namespace ClosedLoop;

/// <summary>A curve with its bands in characters, for the terminal.</summary>
internal static class TextPlot
{
    private const int Width = 64;
    private const int Height = 11;
    private const int Margin = 10;

    /// <summary>Median (━), the middle half (▒) and 80 % (░) of the runs.</summary>
    /// <param name="points">Ascending.</param>
    /// <param name="from">What stands under the left end.</param>
    /// <param name="to">What stands under the right end.</param>
    public static IEnumerable<string> Bands(IReadOnlyList<BandPoint> points, string from, string to)
    {
        // The first trials are far off; a scale that shows them in full would show nothing else.
        var shown = points.Skip(points.Count / 10).ToList();
        var low = shown.Min(point => point.Values.P10);
        var high = shown.Max(point => point.Values.P90);
        var span = high > low ? high - low : Math.Max(1, Math.Abs(high));
        (low, high) = high > low ? (low, high) : (low - (span / 2), high + (span / 2));
        int Row(double value) => (int)Math.Round(Math.Clamp((high - value) / (high - low), 0, 1) * (Height - 1));
        for (var row = 0; row < Height; row++)
        {
            var line = new StringBuilder();
            for (var column = 0; column < Width; column++)
            {
                var x = points[0].X + ((points[^1].X - points[0].X) * column / (Width - 1));
                var at = points.LastOrDefault(point => point.X <= x + 1e-9) ?? points[0];
                var q = at.Values;
                line.Append(row == Row(q.P50) ? '━' : Within(row, Row(q.P75), Row(q.P25)) ? '▒' : Within(row, Row(q.P90), Row(q.P10)) ? '░' : ' ');
            }

            var label = row is 0 or Height - 1 or Height / 2 ? EventText.Number(high - ((high - low) * row / (Height - 1))) : "";
            yield return string.Create(CultureInfo.InvariantCulture, $"{label,Margin} ┤{line}");
        }

        yield return $"{new string(' ', Margin)} └{new string('─', Width)}";
        yield return $"{new string(' ', Margin + 2)}{from}{to.PadLeft(Width - from.Length)}";
    }

    /// <summary>How a figure is distributed, in a row of bars.</summary>
    public static string Bars(IReadOnlyList<double> values, int bins)
    {
        var (low, high) = (values.Min(), values.Max());
        var counts = new int[bins];
        foreach (var value in values)
        {
            counts[high > low ? Math.Min(bins - 1, (int)((value - low) / (high - low) * bins)) : 0]++;
        }

        return string.Concat(counts.Select(count => count == 0 ? ' ' : "▁▂▃▄▅▆▇█"[(int)Math.Ceiling(8.0 * count / counts.Max()) - 1]));
    }

    private static bool Within(int row, int top, int bottom) => row >= Math.Min(top, bottom) && row <= Math.Max(top, bottom);
}
