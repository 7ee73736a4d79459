using System.Xml.XPath;

namespace ClosedLoop.CampaignFiles;

/// <summary>Reads where a value stands in a program's output.</summary>
internal sealed class ValueSection(NodeReader reader)
{
    private const string Kinds = "{regex: 'E = (\\S+)'}, {json: bands.gap, file: out.json}, {xml: //etot, file: out.xml} or {csv: column, file: out.csv}";

    private static readonly string[] Ways = ["regex", "json", "xml", "csv"];

    /// <summary>The value, or null when it is broken.</summary>
    public ValueFile? Read(FileNode node)
    {
        if (reader.Map(node, LabShapes.Value, Kinds) is not { } keys)
        {
            return null;
        }

        var ways = Ways.Where(way => keys.Find(way) is not null).ToList();
        if (ways is not [var chosen])
        {
            reader.Errors.Add(node, ways.Count == 0 ? $"expected one of {Kinds}" : $"{string.Join(" and ", ways)} exclude each other; keep one of them");
            return null;
        }

        var file = keys.ReadText("file", "out.json");
        var factor = keys.Find("factor") is { } factorNode ? reader.Number(factorNode) ?? 1 : 1;
        Misplaced(keys, chosen == "regex" ? ["row", "separator"] : chosen == "csv" ? ["take"] : ["row", "separator", "take"], chosen);
        var way = keys.Find(chosen)!;
        return chosen switch
        {
            "regex" => new SignSection(reader).Pattern(way, groups: 1) is { } pattern
                ? new ValueFile.Pattern(file, factor, pattern, keys.Find("take") is { } takeNode && reader.Choice(takeNode, "match", ("last", false), ("first", true)) == true)
                : null,
            "json" => reader.Text(way, "bands.gap") is { } path ? new ValueFile.Json(file, factor, path) : null,
            "xml" => XPath(way) is { } path ? new ValueFile.Xml(file, factor, path) : null,
            _ => reader.Text(way, "rmse") is { } column
                ? new ValueFile.Csv(file, factor, column, keys.Find("row") is { } rowNode ? reader.WholeNumber(rowNode, int.MinValue) ?? -1 : -1, Separator(keys.Find("separator")))
                : null,
        };
    }

    private void Misplaced(MapReader keys, string[] others, string way)
    {
        foreach (var key in others.Where(key => keys.Find(key) is not null))
        {
            reader.Errors.Add(keys.Find(key)!, $"'{key}' says nothing beside {way}; remove it");
        }
    }

    private string? XPath(FileNode node)
    {
        if (reader.Text(node, "//total_energy/etot") is not { } path)
        {
            return null;
        }

        try
        {
            _ = XPathExpression.Compile(path);
            return path;
        }
        catch (Exception error) when (error is XPathException or ArgumentException)
        {
            reader.Errors.Add(node, $"'{path}' is not an XPath expression: {error.Message}");
            return null;
        }
    }

    private char? Separator(FileNode? node)
    {
        if (node is null)
        {
            return ',';
        }

        if (node is ScalarNode { Text: "whitespace" })
        {
            return null;
        }

        if (node is ScalarNode { Text: [var only] })
        {
            return only;
        }

        reader.Errors.Add(node, "expected a single character in quotes, such as ';', or whitespace");
        return ',';
    }
}
