using ClosedLoop.Domain;

namespace ClosedLoop.CampaignFiles;

/// <summary>Reads <c>planner</c>: who proposes.</summary>
internal sealed class PlannerSection(NodeReader reader)
{
    private const string Example = "mqtt, or {mqtt: {name: optimizer, deadline: 30 s}}";

    private static readonly ExternalPlanner Default = new("optimizer", TimeSpan.FromSeconds(30));

    /// <summary>The external planner; null for the built-in one.</summary>
    public ExternalPlanner? Read(FileNode? node)
    {
        switch (node)
        {
            case null:
            case ScalarNode { Text: "built-in" }:
                return null;
            case ScalarNode { Text: "mqtt" }:
                return Default;
            case ScalarNode { IsNothing: false } word:
                reader.Errors.Add(node, $"'{word.Text}' is not a planner; use built-in or {Example}");
                return null;
        }

        if (reader.Map(node, CampaignShapes.Planner, Example)?.Need("mqtt", Example) is not { } settings
            || reader.Map(settings, CampaignShapes.MqttPlanner, "{name: optimizer, deadline: 30 s}") is not { } keys)
        {
            return null;
        }

        var name = keys.Find("name") is { } nameNode ? reader.Name(nameNode, "planner name") : Default.Name;
        var deadline = keys.Read<TimeSpan>("deadline", reader.Duration) ?? Default.Deadline;
        return name is null ? null : new ExternalPlanner(name, deadline);
    }
}
