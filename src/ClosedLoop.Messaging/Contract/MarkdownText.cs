using System.Globalization;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;

namespace ClosedLoop.Messaging;

/// <summary>The little Markdown that <c>contract.md</c> uses, as HTML: paragraphs, lists, code, bold, links.</summary>
internal static partial class MarkdownText
{
    /// <summary>Blocks.</summary>
    public static string Html(string text)
    {
        var html = new StringBuilder();
        foreach (var block in Blocks(text))
        {
            var lines = block.Split('\n');
            html.Append(
                block.StartsWith("```", StringComparison.Ordinal) ? $"<pre>{WebUtility.HtmlEncode(string.Join('\n', lines[1..^1]))}</pre>\n"
                : block.StartsWith("### ", StringComparison.Ordinal) ? $"<h3>{Inline(block[4..])}</h3>\n"
                : Item().IsMatch(block) ? List(lines)
                : $"<p>{Inline(string.Join(' ', lines))}</p>\n");
        }

        return html.ToString();
    }

    /// <summary>What stands within a line.</summary>
    public static string Inline(string text)
    {
        var html = new StringBuilder();
        var end = 0;
        foreach (Match code in Code().Matches(text))
        {
            html.Append(Plain(text[end..code.Index])).Append(CultureInfo.InvariantCulture, $"<code>{WebUtility.HtmlEncode(code.Groups[2].Value)}</code>");
            end = code.Index + code.Length;
        }

        return html.Append(Plain(text[end..])).ToString();
    }

    private static string Plain(string text) =>
        Emphasis().Replace(Bold().Replace(Link().Replace(WebUtility.HtmlEncode(text), "<a href=\"$2\">$1</a>"), "<strong>$1</strong>"), "<em>$1</em>");

    private static IEnumerable<string> Blocks(string text)
    {
        var block = new List<string>();
        var fenced = false;
        foreach (var line in text.Split('\n').Append(""))
        {
            fenced ^= line.StartsWith("```", StringComparison.Ordinal);
            if (line.Length == 0 && !fenced)
            {
                if (block.Count > 0)
                {
                    yield return string.Join('\n', block);
                }

                block.Clear();
            }
            else
            {
                block.Add(line);
            }
        }
    }

    private static string List(string[] lines)
    {
        var items = new List<string>();
        foreach (var line in lines)
        {
            if (Item().IsMatch(line))
            {
                items.Add(Item().Replace(line, ""));
            }
            else
            {
                items[^1] += " " + line.Trim();
            }
        }

        var tag = char.IsDigit(lines[0][0]) ? "ol" : "ul";
        return $"<{tag}>\n{string.Concat(items.Select(item => $"<li>{Inline(item)}</li>\n"))}</{tag}>\n";
    }

    [GeneratedRegex("^(?:[0-9]+\\.|-) ")]
    private static partial Regex Item();

    [GeneratedRegex("(`+) ?(.+?) ?\\1(?!`)")]
    private static partial Regex Code();

    [GeneratedRegex("\\*\\*(.+?)\\*\\*")]
    private static partial Regex Bold();

    [GeneratedRegex("(?<![*\\w])\\*([^*]+?)\\*(?!\\w)")]
    private static partial Regex Emphasis();

    [GeneratedRegex("\\[([^\\]]+)\\]\\(([^)]+)\\)")]
    private static partial Regex Link();
}
