using ClosedLoop.Domain;

namespace ClosedLoop.CampaignFiles;

/// <summary>Reads <c>limits</c>: what measured outputs must meet for a trial to count.</summary>
internal sealed class LimitSection(NodeReader reader)
{
    private const string Example = "{atMost: 5}";

    /// <summary>Limits with the place of each; the limit is null when it is broken.</summary>
    public IReadOnlyList<(string Name, OutcomeConstraint? Limit, FileNode Node)> Read(FileNode? node) =>
        node is null || reader.Entries(node, $"a map of limits such as {{viscosity: {Example}}}") is not { } map
            ? []
            : [.. map.Entries.Select(entry => (entry.Key.Text, ReadOne(entry), (FileNode)entry.Key))];

    private OutcomeConstraint? ReadOne(MapEntry entry)
    {
        var name = reader.Key(entry.Key, "output name");
        if (reader.Map(entry.Value, CampaignShapes.Limit, Example) is not { } keys)
        {
            return null;
        }

        var before = reader.Errors.Count;
        var lower = keys.Read<double>("atLeast", reader.Number);
        var upper = keys.Read<double>("atMost", reader.Number);
        if (keys.Find("atLeast") is null && keys.Find("atMost") is null)
        {
            reader.Errors.Add(keys.Node, "no limit is given; add atLeast: or atMost: and a number");
        }

        if (lower >= upper)
        {
            reader.Errors.Add(keys.Node, $"nothing lies between at least {lower} and at most {upper}; the first is below the second");
        }

        return name is null || reader.Errors.Count > before ? null : new OutcomeConstraint(name, lower, upper);
    }
}
