using ClosedLoop.Domain;

namespace ClosedLoop.CampaignFiles;

/// <summary>Reads <c>context</c>: outputs of steps that are observed but not chosen. <see cref="Wiring"/> checks that a step has them.</summary>
internal sealed class ContextSection(NodeReader reader, SpaceKeys keys)
{
    /// <summary>The context with the place of each; the parameter is null when it is broken.</summary>
    public IReadOnlyList<(string Name, ContextParameter? Parameter, FileNode Node)> Read(FileNode? node) =>
        node is null || reader.Entries(node, "a map of observed numbers such as {humidity: {lower: 20, upper: 80}}") is not { } map
            ? []
            : [.. map.Entries.Select(entry => (entry.Key.Text, ReadOne(entry), (FileNode)entry.Key))];

    private ContextParameter? ReadOne(MapEntry entry)
    {
        var name = reader.Key(entry.Key, "context name");
        if (reader.Map(entry.Value, CampaignShapes.Context, "{lower: 20, upper: 80}") is not { } map)
        {
            return null;
        }

        if (name is not null && keys.Contains(name))
        {
            reader.Errors.Add(entry.Key, $"'{name}' is already a parameter; context is observed, not chosen, and has a name of its own");
            return null;
        }

        var lower = map.Need("lower", "lower: and what it usually is at least") is { } lowerNode ? reader.Number(lowerNode) : null;
        var upper = map.Need("upper", "upper: and what it usually is at most") is { } upperNode ? reader.Number(upperNode) : null;
        var unit = map.ReadText("unit", "%");
        return name is not null && lower is { } low && upper is { } high && reader.Ascend(map, low, high)
            ? new ContextParameter { Name = name, Lower = low, Upper = high, Unit = unit }
            : null;
    }
}
