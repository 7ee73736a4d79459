using YamlDotNet.Core;

namespace ClosedLoop.CampaignFiles;

/// <summary>Says in a scientist's words what a YAML parser objects to.</summary>
internal static class YamlMistake
{
    /// <summary>Where the mistake is, what it is, and what would be right.</summary>
    public static (int Line, int Column, string Message) Explain(string text, YamlException exception)
    {
        var line = (int)Math.Max(1, exception.Start.Line);
        var isAboutTab = exception.Message.Contains("tab", StringComparison.OrdinalIgnoreCase);
        if (FirstTabIndent(text, line, isAboutTab ? int.MaxValue : (int)exception.End.Line + 1) is { } tabbed)
        {
            return (tabbed, 1, "not valid YAML: the line is indented with a tab; indent with spaces");
        }

        var message = $"not valid YAML: {Decapitalize(exception.Message)}; check the indentation, colons, quotes and brackets here and in the line before";
        return (line, (int)Math.Max(1, exception.Start.Column), message);
    }

    // The parser names the block around a tab, and not always the line of the tab itself.
    private static int? FirstTabIndent(string text, int from, int to)
    {
        var lines = text.Split('\n');
        for (var number = from; number <= Math.Min(to, lines.Length); number++)
        {
            var line = lines[number - 1];
            if (line.AsSpan(0, line.Length - line.AsSpan().TrimStart().Length).TrimEnd('\r').Contains('\t'))
            {
                return number;
            }
        }

        return null;
    }

    private static string Decapitalize(string message)
    {
        // The parser's messages begin with the place, which the error already names.
        var text = message.Contains("): ", StringComparison.Ordinal) ? message[(message.LastIndexOf("): ", StringComparison.Ordinal) + 3)..] : message;
        text = text.TrimEnd('.', ' ');
        return text.Length == 0 ? text : char.ToLowerInvariant(text[0]) + text[1..];
    }
}
