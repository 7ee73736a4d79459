using System.Globalization;
using ClosedLoop.Domain;

namespace ClosedLoop.CampaignFiles;

/// <summary>Reads campaign files. The format is described in <c>docs/campaign-file.md</c>.</summary>
public static class CampaignFileReader
{
    private const string DefaultLab = "demo";
    private const int HighestPriority = 100;
    private const string DeclaredName = "optimizer";

    /// <summary>Reads one campaign file and finds all its mistakes at once. Does no I/O but through <paramref name="readFile"/>.</summary>
    /// <param name="text">The YAML text.</param>
    /// <param name="fileName">The file's name, for messages.</param>
    /// <param name="readFile">The text of a table file as the campaign names it, null when not found; see <see cref="DataFolder.ReadText"/>.</param>
    /// <param name="whyEmpty">Why no candidate of a space seems to satisfy its constraints, null when one does; not asked when absent.</param>
    public static CampaignFileResult Read(string text, string fileName, Func<string, string?> readFile, Func<SearchSpace, string?>? whyEmpty = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(fileName);
        ArgumentNullException.ThrowIfNull(readFile);
        var errors = new FileErrors(fileName);
        var reader = new NodeReader(errors);
        var root = YamlDocument.Read(text, "a campaign file", errors);
        IReadOnlyList<InstrumentFile> standIns = root is null ? [] : new SimulateSection(reader).Read(root);
        var spec = root is null ? null : ReadRoot(root, reader, readFile, whyEmpty, isDeclared: false);
        return new CampaignFileResult(errors.Count == 0 ? spec : null, errors.InLineOrder()) { StandIns = errors.Count == 0 ? standIns : [] };
    }

    /// <summary>
    /// Reads what an optimizer is asked to solve: a campaign that may lack name, workflow and budget. Without a workflow the spec has no step, and whoever asks
    /// does the work; without a budget only the largest possible one limits it.
    /// </summary>
    internal static CampaignSpec? ReadDeclared(MapNode root, NodeReader reader, Func<string, string?> readFile, Func<SearchSpace, string?>? whyEmpty) =>
        ReadRoot(root, reader, readFile, whyEmpty, isDeclared: true);

    private static CampaignSpec? ReadRoot(
        MapNode root,
        NodeReader reader,
        Func<string, string?> readFile,
        Func<SearchSpace, string?>? whyEmpty,
        bool isDeclared)
    {
        var file = new MapReader(root, CampaignShapes.Campaign, reader);
        FileNode? Need(string key, string example) => isDeclared ? file.Find(key) : file.Need(key, example);
        var name = Need("name", "name: and a name of its own") is { } nameNode ? reader.Name(nameNode, "campaign name") : DeclaredName;
        var seed = file.Find("seed") is { } seedNode ? Seed(reader, seedNode) : 1;
        var lab = file.Find("lab") is { } labNode ? reader.Name(labNode, "lab name") : DefaultLab;

        var keys = new ParameterSection(reader).Read(file.Need("parameters", "what may be varied"));
        IReadOnlyList<Constraint> constraints =
        [
            .. new ConstraintSection(reader, keys).Read(file.Find("constraints")),
            .. new ForbiddenSection(reader, keys).Read(file.Find("forbidden")),
        ];
        var context = new ContextSection(reader, keys).Read(file.Find("context"));
        var table = new TableSection(reader, keys, readFile).Read(file.Find("table"), constraints);
        var objectives = new ObjectiveSection(reader).Read(file.Need("objectives", "what is wanted, such as objectives: {yield: {goal: maximize}}"));
        var limits = new LimitSection(reader).Read(file.Find("limits"));
        var cost = file.Find("cost") is { } costNode ? reader.Key(costNode, "output name") : null;
        var steps = new WorkflowSection(reader).Read(Need("workflow", "the steps of a trial"));
        var sourceSection = new SourceSection(reader);
        var written = sourceSection.Read(file.Find("sources"));
        var sources = sourceSection.Priced(file.Find("sources"), written, steps);
        var wiring = new Wiring(reader.Errors, keys, steps, [.. written.Select(each => each.Source.Name)]);
        List<(string Name, FileNode Node)> measured =
        [
            .. objectives.Select(objective => (objective.Name, objective.Node)),
            .. limits.Select(limit => (limit.Name, limit.Node)),
            .. cost is null ? [] : new[] { (cost, file.Find("cost")!) },
        ];
        List<(string Name, FileNode Node)> seen = [.. context.Select(each => (each.Name, each.Node))];
        if (isDeclared && file.Find("workflow") is null)
        {
            wiring.CheckNames([.. measured, .. seen]);
        }
        else
        {
            wiring.Check(measured, seen);
        }

        var progress = new ProgressSection(reader);
        var batch = progress.Batch(file.Find("batch"));
        var budget = progress.Budget(Need("budget", "budget: {trials: 50}"), [.. steps.Where(step => step.Serves(sources?.FirstOrDefault(source => source.IsTarget)?.Name))]) ?? (isDeclared ? ProgressSection.Unlimited : null);
        var stop = progress.Stop(file.Find("stop"), objectives);
        var initial = progress.Initial(file.Find("initial"), budget, keys, table);
        var onFailure = progress.OnFailure(file.Find("onFailure"));
        var optimizer = new OptimizerSection(reader).Read(file.Find("optimizer"));
        var priority = file.Find("priority") is { } priorityNode ? reader.WholeNumber(priorityNode, 1, HighestPriority) : null;
        var planner = new PlannerSection(reader).Read(file.Find("planner"));
        if (batch is not null && budget is not null && batch.Size > budget.Trials)
        {
            reader.Errors.Add(
                file.Find("batch")!,
                $"{batch.Size} trials side by side are more than the budget of {budget.Trials}; use at most {budget.Trials}");
        }

        if (sources is { Count: > 1 } && optimizer is { Acquisition: not AcquisitionKind.Auto })
        {
            reader.Errors.Add(file.Find("optimizer")!, "several sources are compared by expected improvement for cost; leave acquisition: out");
        }
        else if (objectives.All(each => each.Objective is not null) && optimizer?.WhyNot([.. objectives.Select(each => each.Objective!)]) is { } unfit)
        {
            reader.Errors.Add(file.Find("optimizer")!, unfit);
        }

        if (reader.Errors.Count > 0)
        {
            return null;
        }

        var space = new SearchSpace
        {
            Parameters = [.. keys.Parameters, .. context.Select(each => each.Parameter!)],
            Constraints = constraints,
            Table = table,
        };
        if (whyEmpty?.Invoke(space) is { } reason)
        {
            reader.Errors.Add((file.Find("constraints") ?? file.Find("forbidden"))!, reason);
            return null;
        }

        return new CampaignSpec
        {
            Name = name!,
            Seed = seed!.Value,
            Lab = lab!,
            Space = space,
            Objectives = [.. objectives.Select(objective => objective.Objective!)],
            Limits = limits.Count == 0 ? null : [.. limits.Select(limit => limit.Limit!)],
            CostOutput = cost,
            Sources = sources,
            Workflow = [.. steps.Select(step => step.Step!)],
            Batch = batch!,
            Budget = budget!,
            InitialTrials = initial!.Value,
            StopRules = stop,
            OnFailure = onFailure!.Failed,
            OnFailureOf = onFailure == FailurePolicies.All(onFailure.Failed) ? null : onFailure,
            Optimizer = optimizer,
            Priority = priority == 1 ? null : priority,
            Planner = planner,
        };
    }

    internal static ulong? Seed(NodeReader reader, FileNode node)
    {
        if (node is ScalarNode { Quoted: false } scalar && ulong.TryParse(scalar.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var seed))
        {
            return seed;
        }

        reader.Errors.Add(node, $"expected a whole number from 0 to {ulong.MaxValue}, found {node.Kind}");
        return null;
    }
}
