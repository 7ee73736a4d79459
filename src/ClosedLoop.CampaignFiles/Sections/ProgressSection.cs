using ClosedLoop.Domain;

namespace ClosedLoop.CampaignFiles;

/// <summary>Reads how a campaign goes on and when it ends: <c>batch</c>, <c>budget</c>, <c>stop</c>, <c>initial</c>, <c>onFailure</c>.</summary>
internal sealed class ProgressSection(NodeReader reader)
{
    private const int MostTrials = 1_000_000;
    private const int MostInFlight = 1000;

    /// <summary>The largest budget.</summary>
    public static Budget Unlimited { get; } = new(MostTrials, null, null);

    /// <summary>The batch policy; one trial after the other when it is absent.</summary>
    public BatchPolicy? Batch(FileNode? node)
    {
        if (node is null)
        {
            return new BatchPolicy(BatchMode.Synchronous, 1);
        }

        if (reader.Map(node, CampaignShapes.Batch, "{mode: asynchronous, size: 3}") is not { } keys)
        {
            return null;
        }

        var mode = keys.Find("mode") is { } modeNode
            ? reader.Choice(modeNode, "batch mode", ("synchronous", BatchMode.Synchronous), ("asynchronous", BatchMode.Asynchronous))
            : BatchMode.Synchronous;
        var size = keys.Find("size") is { } sizeNode ? reader.WholeNumber(sizeNode, 1, MostInFlight) : 1;
        return mode is { } m && size is { } s ? new BatchPolicy(m, s) : null;
    }

    /// <summary>The budget; it must be there.</summary>
    public Budget? Budget(FileNode? node, IReadOnlyList<WrittenStep> steps)
    {
        if (node is null || reader.Map(node, CampaignShapes.Budget, "{trials: 50}") is not { } keys)
        {
            return null;
        }

        var trials = keys.Need("trials", "trials: 50") is { } trialsNode ? reader.WholeNumber(trialsNode, 1, MostTrials) : null;
        var time = keys.Read<TimeSpan>("time", reader.Duration);
        var cost = keys.Read<double>("cost", reader.Number);
        if (cost is { } limit && steps.Count > 0 && steps.All(step => step.Step is not null))
        {
            CheckCost(keys.Find("cost")!, limit, steps.Sum(step => step.Step!.Cost));
        }

        return trials is { } t ? new Budget(t, time, cost) : null;
    }

    /// <summary>The stop rules; none when the key is absent.</summary>
    public IReadOnlyList<StopRule> Stop(FileNode? node, IReadOnlyList<(string Name, Objective? Objective, FileNode Node)> objectives)
    {
        var rules = new List<StopRule>();
        if (node is null || reader.Map(node, CampaignShapes.Stop, "{noProgress: {trials: 15}}") is not { } keys)
        {
            return rules;
        }

        if (keys.Find("target") is { } targetNode && Target(targetNode, objectives) is { } target)
        {
            rules.Add(target);
        }

        if (keys.Find("noProgress") is { } progressNode && NoProgress(progressNode) is { } noProgress)
        {
            rules.Add(noProgress);
        }

        return rules;
    }

    /// <summary>Trials of the initial design: as written, or twice the dimensions plus one, within the budget and the table.</summary>
    public int? Initial(FileNode? node, Budget? budget, SpaceKeys keys, IReadOnlyList<Candidate>? table)
    {
        if (node is null)
        {
            var dimensions = keys.Parameters.Sum(parameter => parameter is CompositionParameter ? parameter.Keys.Count - 1 : parameter is FixedParameter ? 0 : 1);
            return Math.Min(2 * (dimensions + 1), Math.Min(budget?.Trials ?? MostTrials, table?.Count ?? MostTrials));
        }

        var initial = reader.WholeNumber(node, 1, MostTrials);
        if (initial > budget?.Trials)
        {
            reader.Errors.Add(node, $"{initial} trials of the initial design are more than the budget of {budget.Trials}; use at most {budget.Trials}");
        }
        else if (initial > table?.Count)
        {
            reader.Errors.Add(node, $"{initial} trials of the initial design are more than the {table.Count} distinct rows of the table");
        }

        return initial;
    }

    /// <summary>What a failed trial teaches, by how it failed; skip when the key is absent.</summary>
    public FailurePolicies? OnFailure(FileNode? node)
    {
        if (node is not MapNode)
        {
            return node is null ? new FailurePolicies() : Policy(node) is { } one ? FailurePolicies.All(one) : null;
        }

        if (reader.Map(node, CampaignShapes.OnFailure, "{unconverged: learn, failed: penalty}") is not { } keys)
        {
            return null;
        }

        var before = reader.Errors.Count;
        var policies = new FailurePolicies
        {
            Failed = keys.Read("failed", Policy) ?? FailurePolicy.Skip,
            Unconverged = keys.Read("unconverged", Policy) ?? FailurePolicy.Skip,
            Infrastructure = keys.Read("infrastructure", Policy) ?? FailurePolicy.Skip,
            Implausible = keys.Read("implausible", Policy) ?? FailurePolicy.Skip,
        };
        return reader.Errors.Count == before ? policies : null;
    }

    private FailurePolicy? Policy(FileNode node) =>
        reader.Choice(node, "failure policy", ("skip", FailurePolicy.Skip), ("penalty", FailurePolicy.Penalty), ("learn", FailurePolicy.Learn));

    private void CheckCost(FileNode node, double limit, double perTrial)
    {
        if (perTrial == 0)
        {
            reader.Errors.Add(node, "no step has a cost, so this limit can not act; give the steps that count cost:, or remove it");
        }
        else if (limit < perTrial)
        {
            reader.Errors.Add(node, $"{limit} does not pay for one trial, whose steps cost {perTrial}; allow at least that");
        }
    }

    private TargetReached? Target(FileNode node, IReadOnlyList<(string Name, Objective? Objective, FileNode Node)> objectives)
    {
        if (reader.Map(node, CampaignShapes.TargetReached, "{objective: yield, value: 40}") is not { } keys)
        {
            return null;
        }

        var value = keys.Need("value", "value: and the number to reach") is { } valueNode ? reader.Number(valueNode) : null;
        if (keys.Need("objective", "objective: and its name") is not { } nameNode || reader.Text(nameNode, "yield") is not { } name)
        {
            return null;
        }

        var written = objectives.FirstOrDefault(objective => objective.Name == name);
        if (written.Name is null && objectives.Count > 0)
        {
            reader.Errors.Add(
                nameNode,
                $"'{name}' is no objective; {Suggestion.Hint(name, [.. objectives.Select(objective => objective.Name)], "the objectives are")}");
        }

        if (written.Objective?.Goal == Goal.Target && value < 0)
        {
            reader.Errors.Add(keys.Find("value")!, $"{value} is below zero; for a target objective the value is the distance at which to stop");
        }

        return value is { } v ? new TargetReached(name, v) : null;
    }

    private NoProgress? NoProgress(FileNode node)
    {
        if (reader.Map(node, CampaignShapes.NoProgress, "{trials: 15, improvement: 0.1}") is not { } keys)
        {
            return null;
        }

        var trials = keys.Need("trials", "trials: 15") is { } trialsNode ? reader.WholeNumber(trialsNode, 1, MostTrials) : null;
        var improvement = keys.Find("improvement") is { } node2 ? reader.Number(node2) : 0;
        if (improvement < 0)
        {
            reader.Errors.Add(keys.Find("improvement")!, $"{improvement} is below zero; use 0 for any improvement at all");
        }

        return trials is { } t && improvement is { } i ? new NoProgress(t, i) : null;
    }
}
