using ClosedLoop.Domain;

namespace ClosedLoop.CampaignFiles;

/// <summary>Reads <c>workflow</c>: the steps one by one. <see cref="Wiring"/> checks how they hang together.</summary>
internal sealed class WorkflowSection(NodeReader reader)
{
    private const int MostAttempts = 100;
    private const string Example = "{step: mix, capability: mixing, inputs: [temperature], outputs: [sample]}";

    /// <summary>The steps in order, broken ones included as far as they can be read.</summary>
    public IReadOnlyList<WrittenStep> Read(FileNode? node)
    {
        if (node is null || reader.List(node, $"[{Example}]") is not { } items)
        {
            return [];
        }

        var steps = new List<WrittenStep>();
        foreach (var item in items)
        {
            if (reader.Map(item, CampaignShapes.Step, Example) is not { } keys)
            {
                continue;
            }

            var step = ReadOne(keys);
            if (steps.Count == 0 && keys.Find("within") is { } first)
            {
                reader.Errors.Add(first, "the first step follows none; give within: to a later step");
            }

            if (step.Name is not null && steps.FirstOrDefault(other => other.Name == step.Name) is { } twin)
            {
                reader.Errors.Add(keys.Find("step")!, $"the step '{step.Name}' is already in line {twin.Node.Line}; give each step its own name");
            }

            steps.Add(step);
        }

        return steps;
    }

    private WrittenStep ReadOne(MapReader keys)
    {
        var before = reader.Errors.Count;
        var name = keys.Need("step", "step: and a name of its own") is { } nameNode ? reader.Name(nameNode, "step name") : null;
        var capability = keys.Need("capability", "capability: and what an instrument must offer") is { } capabilityNode
            ? reader.Name(capabilityNode, "capability name")
            : null;
        var inputs = keys.Find("inputs") is { } inputsNode ? ReadInputs(inputsNode) : [];
        var outputs = keys.Find("outputs") is { } outputsNode ? ReadOutputs(outputsNode) : [];
        var within = keys.Find("within") is { } withinNode ? ReadWithin(withinNode) : null;
        var approve = keys.Find("approve") is { } approveNode ? ReadApproval(approveNode) : null;
        var deadline = keys.Read<TimeSpan>("deadline", reader.Duration);
        var attempts = keys.Find("retry") is { } retryNode ? ReadRetry(retryNode) : null;
        var repeatable = keys.Read<bool>("repeatable", reader.Flag);
        var cost = keys.Read<double>("cost", reader.Number);
        if (cost < 0)
        {
            reader.Errors.Add(keys.Find("cost")!, $"{cost} is below zero; a step costs nothing or something");
        }

        var source = keys.ReadText("source", "experiment");
        var costOutput = keys.ReadText("costOutput", "cpu_hours");
        if (costOutput is not null && outputs is not null && outputs.All(output => output.Name != costOutput))
        {
            reader.Errors.Add(keys.Find("costOutput")!, $"'{costOutput}' is no output of this step; {Suggestion.Hint(costOutput, [.. outputs.Select(output => output.Name)], "its outputs are")}");
        }

        Step? step = null;
        if (reader.Errors.Count == before)
        {
            step = new Step
            {
                Name = name!,
                Capability = capability!,
                Inputs = inputs!.ToDictionary(input => input.Parameter, input => input.Input, StringComparer.Ordinal),
                Outputs = [.. outputs!.Select(output => output.Name)],
                Repeatable = repeatable ?? false,
                Cost = cost ?? 0,
                CostOutput = costOutput,
                Source = source,
            };
            step = step with { Within = within, Approve = approve };
            step = deadline is { } limit ? step with { Deadline = limit } : step;
            step = attempts is { } most ? step with { Retry = new RetryPolicy(most) } : step;
        }

        return new WrittenStep(keys.Node, name, step, inputs, outputs) { Source = source };
    }

    private List<(string Parameter, StepInput Input, FileNode Node)>? ReadInputs(FileNode node)
    {
        var before = reader.Errors.Count;
        var inputs = new List<(string, StepInput, FileNode)>();
        switch (node)
        {
            case ListNode list:
                foreach (var item in list.Items)
                {
                    if (reader.Key(item, "input") is not { } key)
                    {
                        continue;
                    }

                    if (inputs.Exists(input => input.Item1 == key))
                    {
                        reader.Errors.Add(item, $"the input '{key}' is listed twice; keep one of them");
                    }

                    inputs.Add((key, StepInput.Of(key), item));
                }

                break;
            case MapNode map:
                foreach (var entry in map.Entries)
                {
                    if (reader.Key(entry.Key, "command parameter") is { } parameter && ReadInput(entry.Value) is { } input)
                    {
                        inputs.Add((parameter, input, entry.Value));
                    }
                }

                break;
            default:
                reader.Errors.Add(
                    node,
                    $"expected a list such as [temperature] or a map such as {{temp: temperature, speed: {{value: 3}}}}, found {node.Kind}");
                break;
        }

        return reader.Errors.Count == before ? inputs : null;
    }

    private StepInput? ReadInput(FileNode node)
    {
        if (node is MapNode)
        {
            if (reader.Map(node, CampaignShapes.Constant, "{value: 3}")?.Need("value", "value: 3") is not { } valueNode)
            {
                return null;
            }

            return reader.Value(valueNode) is { } value ? new StepInput(null, value) : null;
        }

        if (node is ScalarNode scalar && NodeReader.TryNumber(scalar.Text, out _))
        {
            reader.Errors.Add(node, $"{scalar.Text} is a number, not a name; write {{value: {scalar.Text}}} for a constant");
            return null;
        }

        return reader.Text(node, "the name of a parameter or of an earlier output") is { } from ? StepInput.Of(from) : null;
    }

    private List<(string Name, FileNode Node)>? ReadOutputs(FileNode node)
    {
        if (node is not ListNode list)
        {
            reader.Errors.Add(node, $"expected a list such as [yield], found {node.Kind}");
            return null;
        }

        var before = reader.Errors.Count;
        var outputs = list.Items.Select(item => (reader.Key(item, "output name")!, item)).ToList();
        return reader.Errors.Count == before ? outputs : null;
    }

    private Window? ReadWithin(FileNode node)
    {
        if (node is not MapNode)
        {
            return reader.Duration(node) is { } plain ? new Window(plain) : null;
        }

        if (reader.Map(node, CampaignShapes.Window, "{time: 30 min, missed: proceed}") is not { } keys)
        {
            return null;
        }

        var time = keys.Need("time", "time: 30 min") is { } timeNode ? reader.Duration(timeNode) : null;
        var missed = keys.Find("missed") is { } missedNode
            ? reader.Choice(missedNode, "policy for a missed time", ("fail", MissedWindow.Fail), ("proceed", MissedWindow.Proceed))
            : MissedWindow.Fail;
        return time is { } t && missed is { } m ? new Window(t, m) : null;
    }

    /// <summary><c>true</c>, <c>false</c>, or how long the answer is waited for and what counts when there is none.</summary>
    private Approval? ReadApproval(FileNode node)
    {
        if (node is not MapNode)
        {
            return reader.Flag(node) == true ? Approval.Default : null;
        }

        if (reader.Map(node, CampaignShapes.Approval, "{within: 2 h, otherwise: reject}") is not { } keys)
        {
            return null;
        }

        var within = keys.Find("within") is { } time ? reader.Duration(time) : Approval.Default.Within;
        var otherwise = keys.Find("otherwise") is { } answer ? reader.Choice(answer, "answer", ("approve", true), ("reject", false)) : Approval.Default.Otherwise;
        return within is { } limit && otherwise is { } approved ? new Approval(limit, approved) : null;
    }

    private int? ReadRetry(FileNode node)
    {
        if (node is not MapNode)
        {
            return reader.WholeNumber(node, 1, MostAttempts);
        }

        return reader.Map(node, CampaignShapes.Retry, "{attempts: 3}")?.Need("attempts", "attempts: 3") is { } attempts
            ? reader.WholeNumber(attempts, 1, MostAttempts)
            : null;
    }
}
