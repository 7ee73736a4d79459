using YamlDotNet.Core;

namespace ClosedLoop.CampaignFiles;

/// <summary>Says in a scientist's words what a YAML parser objects to.</summary>
internal static class YamlMistake
{
    /// <summary>What is wrong at the place that the parser names, and what would be right.</summary>
    public static string Explain(string text, YamlException exception)
    {
        var line = text.Split('\n').ElementAtOrDefault((int)exception.Start.Line - 1) ?? "";
        var indent = line[..(line.Length - line.TrimStart().Length)];
        return indent.Contains('\t', StringComparison.Ordinal)
            ? "not valid YAML: the line is indented with a tab; indent with spaces"
            : $"not valid YAML: {Decapitalize(exception.Message)}; check the indentation, colons, quotes and brackets here and in the line before";
    }

    private static string Decapitalize(string message)
    {
        // The parser's messages begin with the place, which the error already names.
        var text = message.Contains("): ", StringComparison.Ordinal) ? message[(message.LastIndexOf("): ", StringComparison.Ordinal) + 3)..] : message;
        text = text.TrimEnd('.', ' ');
        return text.Length == 0 ? text : char.ToLowerInvariant(text[0]) + text[1..];
    }
}
