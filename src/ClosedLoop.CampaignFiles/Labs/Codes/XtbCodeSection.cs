namespace ClosedLoop.CampaignFiles;

/// <summary>Reads a code of type <c>xtb</c>.</summary>
internal sealed class XtbCodeSection(NodeReader reader)
{
    private const int LargestCharge = 1000;

    private readonly OutputsSection _common = new(reader);

    /// <summary>The code, or null when it is broken.</summary>
    public XtbCodeFile? Read(MapNode map)
    {
        var before = reader.Errors.Count;
        var keys = new MapReader(map, LabShapes.Xtb, reader);
        var geometryNode = keys.Need("geometry", "geometry: molecules/alanine.xyz");
        var geometry = geometryNode is null ? null : reader.Text(geometryNode, "molecules/alanine.xyz");
        var file = new XtbCodeFile(map.Line, geometry ?? "", geometryNode?.Line ?? map.Line)
        {
            Outputs = _common.Outputs(keys),
            Constants = _common.Constants(keys),
            Method = keys.Find("method") is { } method ? reader.Choice(method, "method", ("gfn2", XtbMethodFile.Gfn2), ("gfn1", XtbMethodFile.Gfn1), ("gfnff", XtbMethodFile.GfnFF)) ?? default : default,
            Optimization = keys.ReadText("optimization", "normal"),
            Charge = keys.Find("charge") is { } charge ? reader.WholeNumber(charge, -LargestCharge, LargestCharge) ?? 0 : 0,
            Unpaired = keys.Find("unpaired") is { } unpaired ? reader.WholeNumber(unpaired, 0, LargestCharge) ?? 0 : 0,
            Solvent = keys.ReadText("solvent", "water"),
            Torsions = keys.Find("torsions") is { } torsions ? [.. (reader.List(torsions, "[{atoms: [2, 4, 5, 7], angle: phi}]") ?? []).Select(Torsion)] : [],
            Substituents = Substituents(keys),
            Groups = keys.ReadText("groups", "molecules/groups.xyz"),
        };
        if (file.Substituents.Count > 0 && file.Groups is null)
        {
            reader.Errors.Add(keys.Find("substituents")!, "the groups that may stand there are missing; add groups: and a file of them");
        }

        return reader.Errors.Count == before ? file : null;
    }

    private (IReadOnlyList<int> Atoms, string Angle) Torsion(FileNode node)
    {
        if (reader.Map(node, LabShapes.Torsion, "{atoms: [2, 4, 5, 7], angle: phi}") is not { } keys
            || keys.Need("atoms", "atoms: [2, 4, 5, 7]") is not { } atoms || keys.Need("angle", "angle: phi") is not { } angle)
        {
            return ([], "");
        }

        return ([.. (reader.List(atoms, "[2, 4, 5, 7]") ?? []).Select(atom => reader.WholeNumber(atom, 1) ?? 0)], reader.Text(angle, "phi") ?? "");
    }

    private Dictionary<string, int> Substituents(MapReader keys)
    {
        var places = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var entry in keys.Find("substituents") is { } node ? reader.Entries(node, "a map such as {r1: 13, r2: 20}")?.Entries ?? [] : [])
        {
            if (reader.Key(entry.Key, "command parameter") is { } name && reader.WholeNumber(entry.Value, 1) is { } atom)
            {
                places[name] = atom;
            }
        }

        return places;
    }
}
