namespace ClosedLoop.CampaignFiles;

/// <summary>Reads a code of type <c>quantum-espresso</c> or <c>abinit</c>.</summary>
internal sealed class PlaneWaveCodeSection(NodeReader reader, string type, Shape shape)
{
    private readonly OutputsSection _common = new(reader);

    /// <summary>The code, or null when it is broken.</summary>
    public PlaneWaveCodeFile? Read(MapNode map)
    {
        var before = reader.Errors.Count;
        var keys = new MapReader(map, shape, reader);
        var templateNode = keys.Need("template", "template: templates/mg.in");
        var template = templateNode is null ? null : reader.Text(templateNode, "templates/mg.in");
        var file = new PlaneWaveCodeFile(map.Line, type, template ?? "", templateNode?.Line ?? map.Line)
        {
            Outputs = _common.Outputs(keys),
            Constants = _common.Constants(keys),
            Pseudopotentials = _common.Pseudopotentials(keys),
            Volumes = shape == LabShapes.QuantumEspresso && keys.Find("volumes") is { } volumes
                ? [.. (reader.List(volumes, "[0.92, 0.96, 1, 1.04, 1.08]") ?? []).Select(reader.Number).OfType<double>()]
                : [],
            Launcher = keys.Find("launcher") is { } launcher ? _common.Texts(launcher, "[mpirun, -np, 4]") : [],
        };
        return reader.Errors.Count == before ? file : null;
    }
}
