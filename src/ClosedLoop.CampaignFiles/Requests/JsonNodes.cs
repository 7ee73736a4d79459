using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace ClosedLoop.CampaignFiles;

/// <summary>Turns a line of JSON into the nodes that the readers of campaign files take. Below the request itself a member that is null is absent.</summary>
internal sealed class JsonNodes
{
    private const int MaxDepth = 24;

    // What follows this sign was no JSON, so a number and not a text was meant. It cannot come from valid text: it is no character.
    private const char NoNumber = '\uFFFF';

    private static readonly JsonDocumentOptions Options = new() { MaxDepth = MaxDepth };
    private static readonly byte[][] NoNumbers = [.. new[] { "NaN", "Infinity", "-Infinity" }.Select(Encoding.ASCII.GetBytes)];

    private readonly FileErrors _errors;
    private readonly int _line;
    private int _column;

    private JsonNodes(FileErrors errors, int line) => (_errors, _line) = (errors, line);

    /// <summary>The object in a line; null, with an error added, when there is none.</summary>
    /// <param name="json">One line, UTF-8.</param>
    /// <param name="line">Its number.</param>
    /// <param name="errors">Where mistakes go.</param>
    public static MapNode? Read(ReadOnlyMemory<byte> json, int line, FileErrors errors)
    {
        if (!Utf8.IsValid(json.Span))
        {
            errors.Add(line, 0, "", "the line is not UTF-8");
            return null;
        }

        try
        {
            using var document = Parse(json);
            if (document.RootElement.ValueKind == JsonValueKind.Object)
            {
                return (MapNode)new JsonNodes(errors, line).Node(document.RootElement, "");
            }

            var found = document.RootElement.ValueKind.ToString().ToLowerInvariant();
            errors.Add(line, 0, "", $"a request is an object such as {{\"ask\": {{\"n\": 1}}}}, found {found}");
        }
        catch (JsonException e)
        {
            errors.Add(line, 0, "", $"not valid JSON: {Words(e)}");
        }
        catch (InvalidOperationException)
        {
            errors.Add(line, 0, "", "not valid JSON: a text holds one half of a surrogate pair");
        }

        return null;
    }

    // Python writes a number that is none as NaN, which JSON has no word for: it is read as what it is, so that the error can name the place.
    private static JsonDocument Parse(ReadOnlyMemory<byte> json)
    {
        try
        {
            return JsonDocument.Parse(json, Options);
        }
        catch (JsonException) when (NoNumbers.Any(word => json.Span.IndexOf(word) >= 0))
        {
            return JsonDocument.Parse(Quoted(json.Span), Options);
        }
    }

    private static byte[] Quoted(ReadOnlySpan<byte> json)
    {
        var text = new List<byte>(json.Length + 16);
        var (inText, escaped) = (false, false);
        for (var at = 0; at < json.Length; at++)
        {
            if (!inText && NoNumberAt(json[at..]) is { } found)
            {
                text.AddRange([(byte)'"', .. Encoding.UTF8.GetBytes([NoNumber]), .. found, (byte)'"']);
                at += found.Length - 1;
                continue;
            }

            inText ^= json[at] == (byte)'"' && !escaped;
            escaped = inText && json[at] == (byte)'\\' && !escaped;
            text.Add(json[at]);
        }

        return [.. text];
    }

    private static byte[]? NoNumberAt(ReadOnlySpan<byte> rest)
    {
        foreach (var word in NoNumbers)
        {
            if (rest.StartsWith(word))
            {
                return word;
            }
        }

        return null;
    }

    private static string Words(JsonException e)
    {
        var text = e.Message;
        var place = text.IndexOf(" LineNumber:", StringComparison.Ordinal);
        return place < 0 ? text : $"{text[..place].TrimEnd('.')} (byte {e.BytePositionInLine})";
    }

    private FileNode Node(JsonElement element, string path)
    {
        _column++;
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                return new MapNode(path, _line, _column, Entries(element, path));
            case JsonValueKind.Array:
                return new ListNode(path, _line, _column, [.. element.EnumerateArray().Select((item, index) => Node(item, $"{path}[{index}]"))]);
            case JsonValueKind.String:
                var text = element.GetString()!;
                return text.StartsWith(NoNumber)
                    ? new ScalarNode(path, _line, _column, text[1..], Quoted: false)
                    : new ScalarNode(path, _line, _column, text, Quoted: true);
            default:
                return new ScalarNode(path, _line, _column, element.GetRawText(), Quoted: false);
        }
    }

    private List<MapEntry> Entries(JsonElement element, string path)
    {
        var entries = new List<MapEntry>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var member in element.EnumerateObject())
        {
            var name = member.Name;
            var key = new ScalarNode(path.Length == 0 ? name : $"{path}.{name}", _line, ++_column, name, Quoted: true);
            if (!seen.Add(name))
            {
                _errors.Add(key, "the key appears twice; keep one of them");
            }
            else if (member.Value.ValueKind != JsonValueKind.Null || path.Length == 0)
            {
                entries.Add(new MapEntry(key, Node(member.Value, key.Path)));
            }
        }

        return entries;
    }
}
