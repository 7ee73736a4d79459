using System.Text;
using System.Xml.Linq;

namespace ClosedLoop.Reports;

/// <summary>
/// Writes an element tree as HTML that is also well-formed XML: every text is escaped, void elements close themselves, all others have an end tag.
/// </summary>
internal static class HtmlText
{
    private static readonly HashSet<string> Void = ["meta", "br", "hr", "col"];
    private static readonly HashSet<string> Raw = ["script", "style"];

    /// <summary>The whole document.</summary>
    public static string Document(XElement html)
    {
        var text = new StringBuilder("<!DOCTYPE html>\n", 1 << 16);
        Write(html, text);
        return text.Append('\n').ToString();
    }

    private static void Write(XElement element, StringBuilder text)
    {
        var name = element.Name.LocalName;
        text.Append('<').Append(name);
        foreach (var attribute in element.Attributes())
        {
            text.Append(' ').Append(attribute.Name.LocalName).Append("=\"");
            Escape(attribute.Value, text);
            text.Append('"');
        }

        if (Void.Contains(name))
        {
            text.Append(" />");
            return;
        }

        text.Append('>');
        foreach (var node in element.Nodes())
        {
            if (node is XElement child)
            {
                Write(child, text);
            }
            else if (node is XText { Value: var value })
            {
                WriteText(name, value, text);
            }
        }

        text.Append("</").Append(name).Append('>');
        if (name is "tr" or "section" or "svg" or "figure" or "g" or "h2")
        {
            text.Append('\n');
        }
    }

    private static void WriteText(string parent, string value, StringBuilder text)
    {
        // A browser does not unescape in script and style, and XML does: our own two files hold neither < nor &.
        if (Raw.Contains(parent))
        {
            text.Append(value);
        }
        else
        {
            Escape(value, text);
        }
    }

    private static void Escape(string value, StringBuilder text)
    {
        foreach (var rune in value.EnumerateRunes())
        {
            _ = rune.Value switch
            {
                '&' => text.Append("&amp;"),
                '<' => text.Append("&lt;"),
                '>' => text.Append("&gt;"),
                '"' => text.Append("&quot;"),
                '\'' => text.Append("&#39;"),
                '\n' or '\t' => text.Append((char)rune.Value),
                '\r' => text,
                < 0x20 or (>= 0x7f and <= 0x9f) or 0xfffe or 0xffff => text.Append('\ufffd'),
                _ => text.Append(rune),
            };
        }
    }
}
