namespace ClosedLoop.CampaignFiles;

/// <summary>Reads what a calculation's program is, by its type.</summary>
internal sealed class CodeSection(NodeReader reader)
{
    private const string Example = "{type: command, command: [...], inputs: ..., outputs: ...}";

    /// <summary>The code, or null when it is broken.</summary>
    public CodeFile? Read(FileNode node)
    {
        if (node is not MapNode map)
        {
            reader.Errors.Add(node, $"expected a map such as {Example}, found {node.Kind}");
            return null;
        }

        if (map.Entries.FirstOrDefault(entry => entry.Key.Text == "type")?.Value is not { } type)
        {
            reader.Errors.Add(node, "the key 'type' is missing; add type: command");
            return null;
        }

        return type is ScalarNode { Text: var word } && Kinds.TryGetValue(word, out var read)
            ? read(reader, map)
            : reader.Choice(type, "type of code", [.. Kinds.Keys.Select(known => (known, true))]) is null ? null : throw new InvalidOperationException("A known type was not read");
    }

    /// <summary>Type of code → what reads it.</summary>
    private static readonly Dictionary<string, Func<NodeReader, MapNode, CodeFile?>> Kinds = new(StringComparer.Ordinal)
    {
        ["command"] = (reader, map) => new CommandCodeSection(reader).Read(map),
        ["quantum-espresso"] = (reader, map) => new PlaneWaveCodeSection(reader, "quantum-espresso", LabShapes.QuantumEspresso).Read(map),
        ["abinit"] = (reader, map) => new PlaneWaveCodeSection(reader, "abinit", LabShapes.Abinit).Read(map),
        ["xtb"] = (reader, map) => new XtbCodeSection(reader).Read(map),
    };
}
