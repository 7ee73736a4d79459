using System.Globalization;
using System.Net;
using System.Text;

namespace ClosedLoop.Messaging;

/// <summary>A sequence as SVG in the page's colours.</summary>
internal static class SequenceDrawing
{
    private const int Width = 880;
    private const int Margin = 130;
    private const int Row = 34;
    private const int Top = 44;

    public static string Svg(ContractSequences.Sequence sequence)
    {
        var height = Top + (Row * sequence.Lines.Count) + 26;
        var svg = new StringBuilder(Text($"<svg viewBox=\"0 0 {Width} {height}\" role=\"img\" aria-label=\"{WebUtility.HtmlEncode(sequence.Title)}\">\n"));
        for (var i = 0; i < sequence.Parties.Count; i++)
        {
            var x = X(i, sequence);
            svg.Append(Text($"<line class=\"life\" x1=\"{x}\" y1=\"{Top - 8}\" x2=\"{x}\" y2=\"{height - 8}\"/>"));
            svg.Append(Text($"<rect class=\"party\" x=\"{x - 62}\" y=\"8\" width=\"124\" height=\"28\" rx=\"6\"/>"));
            svg.Append(Text($"<text class=\"name\" x=\"{x}\" y=\"27\">{sequence.Parties[i]}</text>\n"));
        }

        for (var i = 0; i < sequence.Lines.Count; i++)
        {
            svg.Append(Line(sequence, sequence.Lines[i], Top + (Row * (i + 1))));
        }

        return svg.Append("</svg>\n").ToString();
    }

    private static string Line(ContractSequences.Sequence sequence, ContractSequences.Line line, int y)
    {
        var (from, to) = (X(line.From, sequence), X(line.To, sequence));
        var words = WebUtility.HtmlEncode(line.Text);
        if (line.From == line.To)
        {
            var anchor = line.From == 0 ? "start" : line.From == sequence.Parties.Count - 1 ? "end" : "middle";
            var x = anchor == "start" ? from - 118 : anchor == "end" ? from + 118 : from;
            return Text($"<circle class=\"act\" cx=\"{from}\" cy=\"{y}\" r=\"4\"/><text class=\"note\" x=\"{x}\" y=\"{y - 8}\" text-anchor=\"{anchor}\">{words}</text>\n");
        }

        var back = to > from ? -1 : 1;
        return Text($"<line class=\"say{(line.Kept ? " kept" : "")}\" x1=\"{from}\" y1=\"{y}\" x2=\"{to + (8 * back)}\" y2=\"{y}\"/>")
            + Text($"<path class=\"head\" d=\"M{to},{y} l{9 * back},-4.5 v9 z\"/><text x=\"{(from + to) / 2}\" y=\"{y - 7}\">{words}</text>\n");
    }

    private static int X(int party, ContractSequences.Sequence sequence) => Margin + (party * (Width - (2 * Margin)) / (sequence.Parties.Count - 1));

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
