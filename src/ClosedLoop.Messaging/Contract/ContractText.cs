using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace ClosedLoop.Messaging;

/// <summary>The contract's own page, <c>docs/mqtt/contract.md</c>, of the release that runs: its examples and the sections that the published page takes over.</summary>
internal static partial class ContractText
{
    private static readonly string Document = Read();

    /// <summary>The examples of a message, in the order of the page.</summary>
    /// <exception cref="InvalidDataException">The page has none.</exception>
    public static IReadOnlyList<JsonNode> Examples(ContractMessage message)
    {
        JsonNode[] found = [.. Example().Matches(Document).Where(match => match.Groups["message"].Value == message.Type.Name).Select(match => JsonNode.Parse(match.Groups["json"].Value)!)];
        return found.Length > 0 ? found : throw new InvalidDataException($"contract.md has no example of {message.Type.Name}");
    }

    /// <summary>What stands under a heading of the second level.</summary>
    /// <exception cref="InvalidDataException">There is no such heading.</exception>
    public static string Section(string heading)
    {
        var begin = Document.IndexOf($"\n## {heading}\n", StringComparison.Ordinal);
        if (begin < 0)
        {
            throw new InvalidDataException($"contract.md has no section '{heading}'");
        }

        begin = Document.IndexOf('\n', begin + 1) + 1;
        var end = Document.IndexOf("\n## ", begin, StringComparison.Ordinal);
        return (end < 0 ? Document[begin..] : Document[begin..end]).Trim();
    }

    private static string Read()
    {
        using var stream = typeof(ContractText).Assembly.GetManifestResourceStream("contract.md")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }

    [GeneratedRegex("<!-- (?<message>\\w+) -->\\n```json\\n(?<json>.*?)\\n```", RegexOptions.Singleline)]
    private static partial Regex Example();
}
