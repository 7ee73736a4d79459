using System.Globalization;
using ClosedLoop.Domain;

namespace ClosedLoop.CampaignFiles;

/// <summary>Reads campaign files. The format is described in <c>docs/campaign-file.md</c>.</summary>
public static class CampaignFileReader
{
    private const string DefaultLab = "demo";
    private const int HighestPriority = 100;

    /// <summary>Reads one campaign file and finds all its mistakes at once. Does no I/O but through <paramref name="readFile"/>.</summary>
    /// <param name="text">The YAML text.</param>
    /// <param name="fileName">The file's name, for messages.</param>
    /// <param name="readFile">The text of a table file as the campaign names it, null when not found; see <see cref="DataFolder.ReadText"/>.</param>
    public static CampaignFileResult Read(string text, string fileName, Func<string, string?> readFile)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(fileName);
        ArgumentNullException.ThrowIfNull(readFile);
        var errors = new FileErrors(fileName);
        var spec = YamlDocument.Read(text, "a campaign file", errors) is { } root ? ReadRoot(root, new NodeReader(errors), readFile) : null;
        return new CampaignFileResult(errors.Count == 0 ? spec : null, errors.InLineOrder());
    }

    private static CampaignSpec? ReadRoot(MapNode root, NodeReader reader, Func<string, string?> readFile)
    {
        var file = new MapReader(root, CampaignShapes.Campaign, reader);
        var name = file.Need("name", "name: and a name of its own") is { } nameNode ? reader.Name(nameNode, "campaign name") : null;
        var seed = file.Find("seed") is { } seedNode ? Seed(reader, seedNode) : 1;
        var lab = file.Find("lab") is { } labNode ? reader.Name(labNode, "lab name") : DefaultLab;

        var keys = new ParameterSection(reader).Read(file.Need("parameters", "what may be varied"));
        var constraints = new ConstraintSection(reader, keys).Read(file.Find("constraints"));
        var table = new TableSection(reader, keys, readFile).Read(file.Find("table"), constraints);
        var objectives = new ObjectiveSection(reader).Read(file.Need("objectives", "what is wanted, such as objectives: {yield: {goal: maximize}}"));
        var steps = new WorkflowSection(reader).Read(file.Need("workflow", "the steps of a trial"));
        new Wiring(reader.Errors, keys, steps).Check(objectives);

        var progress = new ProgressSection(reader);
        var batch = progress.Batch(file.Find("batch"));
        var budget = progress.Budget(file.Need("budget", "budget: {trials: 50}"), steps);
        var stop = progress.Stop(file.Find("stop"), objectives);
        var initial = progress.Initial(file.Find("initial"), budget, keys, table);
        var onFailure = progress.OnFailure(file.Find("onFailure"));
        var priority = file.Find("priority") is { } priorityNode ? reader.WholeNumber(priorityNode, 1, HighestPriority) : null;
        if (batch is not null && budget is not null && batch.Size > budget.Trials)
        {
            reader.Errors.Add(
                file.Find("batch")!,
                $"{batch.Size} trials side by side are more than the budget of {budget.Trials}; use at most {budget.Trials}");
        }

        if (reader.Errors.Count > 0)
        {
            return null;
        }

        return new CampaignSpec
        {
            Name = name!,
            Seed = seed!.Value,
            Lab = lab!,
            Space = new SearchSpace { Parameters = keys.Parameters, Constraints = constraints, Table = table },
            Objectives = [.. objectives.Select(objective => objective.Objective!)],
            Workflow = [.. steps.Select(step => step.Step!)],
            Batch = batch!,
            Budget = budget!,
            InitialTrials = initial!.Value,
            StopRules = stop,
            OnFailure = onFailure!.Value,
            Priority = priority == 1 ? null : priority,
        };
    }

    private static ulong? Seed(NodeReader reader, FileNode node)
    {
        if (node is ScalarNode { Quoted: false } scalar && ulong.TryParse(scalar.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var seed))
        {
            return seed;
        }

        reader.Errors.Add(node, $"expected a whole number from 0 to {ulong.MaxValue}, found {node.Kind}");
        return null;
    }
}
