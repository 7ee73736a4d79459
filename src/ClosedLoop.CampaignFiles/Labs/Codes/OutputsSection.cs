using ClosedLoop.Domain;

namespace ClosedLoop.CampaignFiles;

/// <summary>Reads what is common to codes that know their own output: outputs, constants, pseudopotentials.</summary>
internal sealed class OutputsSection(NodeReader reader)
{
    private const string Example = "{energy: total-energy, gap: {quantity: gap, unit: eV}}";
    private const int Digits = 64;

    // What says nothing beside a formula.
    private static readonly string[] OfQuantity = ["unit", "at"];

    /// <summary>The outputs, in order; empty when broken.</summary>
    public IReadOnlyList<OutputFile> Outputs(MapReader keys)
    {
        var outputs = new List<OutputFile>();
        if (keys.Need("outputs", $"outputs: {Example}") is not { } node)
        {
            return outputs;
        }

        foreach (var entry in reader.Entries(node, $"a map such as {Example}")?.Entries ?? [])
        {
            if (reader.Key(entry.Key, "output") is { } name && Output(name, entry.Value) is { } output)
            {
                outputs.Add(output);
            }
        }

        return outputs;
    }

    /// <summary>Values for places of a template that no campaign chooses.</summary>
    public IReadOnlyDictionary<string, ParameterValue> Constants(MapReader keys)
    {
        var constants = new Dictionary<string, ParameterValue>(StringComparer.Ordinal);
        foreach (var entry in keys.Find("constants") is { } node ? reader.Entries(node, "a map such as {cutoff: 24}")?.Entries ?? [] : [])
        {
            if (reader.Key(entry.Key, "constant") is { } name && reader.Value(entry.Value) is { } value)
            {
                constants[name] = value;
            }
        }

        return constants;
    }

    /// <summary>Where pseudopotentials are, and which they must be; null for the defaults.</summary>
    public PseudopotentialsFile? Pseudopotentials(MapReader keys)
    {
        if (keys.Find("pseudopotentials") is not { } node || reader.Map(node, LabShapes.Pseudopotentials, "{folders: [pseudo], sha256: {Mg.UPF: ...}}") is not { } map)
        {
            return null;
        }

        var hashes = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var entry in map.Find("sha256") is { } hashNode ? reader.Entries(hashNode, "a map such as {Mg.UPF: 9f86...}")?.Entries ?? [] : [])
        {
            if (reader.Text(entry.Value, "64 hexadecimal digits") is { } hash)
            {
                hashes[entry.Key.Text] = hash;
                if (hash.Length != Digits || !hash.All(char.IsAsciiHexDigit))
                {
                    reader.Errors.Add(entry.Value, $"a SHA-256 has {Digits} hexadecimal digits; 'sha256sum {entry.Key.Text}' prints it");
                }
            }
        }

        return new PseudopotentialsFile(map.Find("folders") is { } folders ? Texts(folders, "[pseudo, /usr/share/espresso/pseudo]") : null, hashes);
    }

    /// <summary>A list of words.</summary>
    public IReadOnlyList<string> Texts(FileNode node, string example) => [.. (reader.List(node, example) ?? []).Select(item => reader.Text(item, "a word")).OfType<string>()];

    private OutputFile? Output(string name, FileNode node)
    {
        if (node is not MapNode)
        {
            return reader.Text(node, "total-energy") is { } alone ? new OutputFile(name, alone, null, null, null) : null;
        }

        if (reader.Map(node, LabShapes.Output, "{quantity: total-energy, unit: eV}") is not { } keys)
        {
            return null;
        }

        var (quantity, formula, unit) = (keys.ReadText("quantity", "total-energy"), keys.ReadText("formula", "gap_X - gap_gamma"), keys.ReadText("unit", "eV"));
        if (quantity is null == formula is null)
        {
            reader.Errors.Add(node, "an output is either a quantity or a formula over outputs before it; write {quantity: total-energy} or {formula: a - b}");
            return null;
        }

        foreach (var key in formula is null ? [] : OfQuantity.Where(key => keys.Find(key) is not null))
        {
            reader.Errors.Add(keys.Find(key)!, $"'{key}' says nothing beside formula; remove it");
        }

        return new OutputFile(name, quantity, formula, unit, keys.Find("at") is { } atNode ? Point(atNode) : null);
    }

    private double[]? Point(FileNode node)
    {
        if (node is ListNode { Items.Count: 3 } list)
        {
            return [.. list.Items.Select(item => reader.Number(item) ?? 0)];
        }

        reader.Errors.Add(node, "expected three reduced coordinates such as [0.5, 0.5, 0]");
        return null;
    }
}
