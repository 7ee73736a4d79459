using ClosedLoop.Domain;

namespace ClosedLoop.CampaignFiles;

/// <summary>Reads <c>objectives</c>.</summary>
internal sealed class ObjectiveSection(NodeReader reader)
{
    /// <summary>Objectives with the place of each; the objective is null when it is broken.</summary>
    public IReadOnlyList<(string Name, Objective? Objective, FileNode Node)> Read(FileNode? node)
    {
        if (node is null || reader.Entries(node, "a map of objectives such as {yield: {goal: maximize}}") is not { } map)
        {
            return [];
        }

        return [.. map.Entries.Select(entry => (entry.Key.Text, ReadOne(entry), (FileNode)entry.Key))];
    }

    private Objective? ReadOne(MapEntry entry)
    {
        var name = reader.Key(entry.Key, "objective name");
        if (reader.Map(entry.Value, CampaignShapes.Objective, "{goal: maximize}") is not { } keys)
        {
            return null;
        }

        var before = reader.Errors.Count;
        var goal = keys.Need("goal", "goal: minimize, maximize or target") is { } goalNode
            ? reader.Choice(goalNode, "goal", ("minimize", Goal.Minimize), ("maximize", Goal.Maximize), ("target", Goal.Target))
            : null;
        var target = keys.Read<double>("target", reader.Number);
        var unit = keys.ReadText("unit", "J");
        var (lower, upper) = keys.Find("plausible") is { } rangeNode ? Range(rangeNode) : (null, null);
        if (goal == Goal.Target && keys.Find("target") is null)
        {
            reader.Errors.Add(keys.Node, "the goal is a target but none is given; add target: and the value to approach");
        }

        if (goal is Goal.Minimize or Goal.Maximize && keys.Find("target") is { } superfluous)
        {
            reader.Errors.Add(superfluous, "only the goal 'target' has a target value; remove it, or write goal: target");
        }

        if (target < lower || target > upper)
        {
            reader.Errors.Add(keys.Find("target")!, $"the target {target} is outside the plausible range");
        }

        return name is null || goal is null || reader.Errors.Count > before
            ? null
            : new Objective { Name = name, Goal = goal.Value, Target = target, Unit = unit, PlausibleLower = lower, PlausibleUpper = upper };
    }

    private (double? Lower, double? Upper) Range(FileNode node)
    {
        if (node is not ListNode { Items: [var lowerNode, var upperNode] })
        {
            reader.Errors.Add(node, "expected two numbers such as [0, 100]; write null for a side without limit");
            return (null, null);
        }

        var lower = lowerNode is ScalarNode { IsNothing: true } ? null : reader.Number(lowerNode);
        var upper = upperNode is ScalarNode { IsNothing: true } ? null : reader.Number(upperNode);
        if (lower >= upper)
        {
            reader.Errors.Add(node, $"the range [{lower}, {upper}] is empty; the first number is below the second");
        }

        return (lower, upper);
    }
}
