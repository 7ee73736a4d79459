namespace ClosedLoop.CampaignFiles;

/// <summary>Reads where the outputs of a simulated capability come from.</summary>
internal sealed class ResponseSection(NodeReader reader)
{
    private const string Kinds = "{surface: ..., inputs: ..., outputs: ...}, {table: ...} or {pass: {}}";

    /// <summary>The response, or null when it is broken.</summary>
    public ResponseFile? Read(FileNode node)
    {
        var kinds = node is MapNode map ? map.Entries.Select(entry => entry.Key.Text).Where(key => key is "surface" or "table" or "pass").ToList() : [];
        switch (kinds)
        {
            case ["surface"]:
                return Surface(new MapReader((MapNode)node, LabShapes.Surface, reader));
            case ["table"]:
                return Table(new MapReader((MapNode)node, LabShapes.Table, reader));
            case ["pass"]:
                var passed = Names(new MapReader((MapNode)node, LabShapes.Pass, reader).Find("pass")!, "{output: parameter}", mayBeEmpty: true);
                return passed is null ? null : new PassResponseFile(node.Line, passed);
            case []:
                reader.Errors.Add(node, $"expected one of {Kinds}");
                return null;
            default:
                reader.Errors.Add(node, $"{string.Join(" and ", kinds)} exclude each other; keep one of them");
                return null;
        }
    }

    private SurfaceResponseFile? Surface(MapReader keys)
    {
        var surface = reader.Name(keys.Find("surface")!, "surface");
        var inputs = keys.Need("inputs", "inputs: {x1: temperature}") is { } inputsNode ? Names(inputsNode, "{x1: temperature}") : null;
        var outputs = keys.Need("outputs", "outputs: {y: yield}") is { } outputsNode ? Names(outputsNode, "{y: yield}") : null;
        var noise = Noise(keys);
        return surface is null || inputs is null || outputs is null || noise is null
            ? null
            : new SurfaceResponseFile(keys.Node.Line, surface, inputs, outputs, noise.Value);
    }

    private TableResponseFile? Table(MapReader keys)
    {
        var noise = Noise(keys);
        var interpolated = keys.Find("interpolated") is { } flag ? reader.Flag(flag) : false;
        if (reader.Map(keys.Find("table")!, LabShapes.Columns, "{file: rows.csv, inputs: {n: n}, outputs: {y: yield}}") is not { } table)
        {
            return null;
        }

        var file = table.Need("file", "file: rows.csv") is { } fileNode ? reader.Text(fileNode, "rows.csv") : null;
        var inputs = table.Need("inputs", "inputs: {column: parameter}") is { } inputsNode ? Names(inputsNode, "{column: parameter}") : null;
        var outputs = table.Need("outputs", "outputs: {column: output}") is { } outputsNode ? Names(outputsNode, "{column: output}") : null;
        return file is null || inputs is null || outputs is null || noise is null || interpolated is null
            ? null
            : new TableResponseFile(keys.Node.Line, file, inputs, outputs, noise.Value) { Interpolated = interpolated.Value };
    }

    private double? Noise(MapReader keys) => keys.Find("noise") is { } node ? reader.NumberWithin(node, 0, double.MaxValue) : 0;

    // A list is short for a map of every name to itself.
    private Dictionary<string, string>? Names(FileNode node, string example, bool mayBeEmpty = false)
    {
        if (node is not (MapNode or ListNode) || (!mayBeEmpty && node is MapNode { Entries.Count: 0 } or ListNode { Items.Count: 0 }))
        {
            reader.Errors.Add(node, $"expected a map such as {example} or a list of names, found {(node is MapNode or ListNode ? "an empty one" : node.Kind)}");
            return null;
        }

        var before = reader.Errors.Count;
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        var pairs = node is MapNode map
            ? map.Entries.Select(entry => ((FileNode)entry.Key, entry.Value))
            : ((ListNode)node).Items.Select(item => (item, item));
        foreach (var (keyNode, valueNode) in pairs)
        {
            if (reader.Text(keyNode, "a name") is { } key && reader.Text(valueNode, "a name") is { } value && !names.TryAdd(key, value))
            {
                reader.Errors.Add(keyNode, $"'{key}' is listed twice; keep one of them");
            }
        }

        return reader.Errors.Count == before ? names : null;
    }
}
