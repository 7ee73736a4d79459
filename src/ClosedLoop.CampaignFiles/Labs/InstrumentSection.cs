using ClosedLoop.Domain;

namespace ClosedLoop.CampaignFiles;

/// <summary>Reads one instrument of a lab file.</summary>
internal sealed class InstrumentSection(NodeReader reader)
{
    private const int LargestCapacity = 1000;

    // What belongs to a capability; next to the instrument's own keys when it has just one.
    private static readonly string[] OfCapability = ["duration", "failure", "limits", "response"];

    /// <summary>The instrument, as far as its id and capabilities can be read; whether it is sound is seen from the errors.</summary>
    public InstrumentFile? Read(MapReader keys)
    {
        var id = keys.Need("id", "id: and a name of its own") is { } idNode ? reader.Name(idNode, "instrument id") : null;
        if (keys.Need("type", "type: simulated") is { } typeNode)
        {
            reader.Choice(typeNode, "type of instrument", ("simulated", true));
        }

        var capacity = keys.Find("capacity") is { } capacityNode ? reader.WholeNumber(capacityNode, 1, LargestCapacity) : 1;
        var recover = keys.Find("recover") is { } recoverNode ? reader.Flag(recoverNode) : true;
        var keeps = keys.Find("keepsSamples") is { } keepsNode ? reader.Flag(keepsNode) : false;
        var setup = keys.Find("setup") is { } setupNode ? ReadSetup(setupNode, capacity ?? 1) : null;
        var capabilities = ReadCapabilities(keys);
        return id is null ? null : new InstrumentFile(id, "simulated", keys.Node.Line, capacity ?? 1, recover ?? true, capabilities)
        {
            KeepsSamples = keeps ?? false,
            Setup = setup,
        };
    }

    private SetupFile? ReadSetup(FileNode node, int capacity)
    {
        if (reader.Map(node, LabShapes.Setup, "{by: temperature, duration: 10 min}") is not { } keys)
        {
            return null;
        }

        if (capacity > 1)
        {
            reader.Errors.Add(node, $"steps in {capacity} places side by side cannot each have their set-up; use capacity: 1");
        }

        var by = keys.Need("by", "by: and a command parameter") is { } byNode ? reader.Key(byNode, "command parameter") : null;
        var duration = keys.Need("duration", "duration: 10 min") is { } durationNode ? reader.Duration(durationNode) : null;
        return by is not null && duration is { } d ? new SetupFile(by, d) : null;
    }

    private List<CapabilityFile> ReadCapabilities(MapReader keys)
    {
        var several = keys.Find("capabilities");
        if (several is null)
        {
            return [.. keys.Need("capability", "capability: mixing, or a list of capabilities:") is { } single && ReadOne(keys, single) is { } only
                ? new[] { only }
                : []];
        }

        foreach (var key in OfCapability.Append("capability").Where(key => keys.Find(key) is not null))
        {
            reader.Errors.Add(keys.Find(key)!, $"the instrument lists capabilities: as well; move '{key}' into one of them");
        }

        var capabilities = new List<CapabilityFile>();
        foreach (var item in reader.List(several, "[{capability: mixing, duration: 40 s, response: {pass: {}}}]") ?? [])
        {
            if (reader.Map(item, LabShapes.Capability, "{capability: mixing, duration: 40 s, response: {pass: {}}}") is not { } inner
                || inner.Need("capability", "capability: and its name") is not { } nameNode
                || ReadOne(inner, nameNode) is not { } capability)
            {
                continue;
            }

            if (capabilities.Exists(other => other.Name == capability.Name))
            {
                reader.Errors.Add(nameNode, $"the capability '{capability.Name}' is listed twice; keep one of them");
            }

            capabilities.Add(capability);
        }

        return capabilities;
    }

    private CapabilityFile? ReadOne(MapReader keys, FileNode nameNode)
    {
        var before = reader.Errors.Count;
        var name = reader.Name(nameNode, "capability name");
        var duration = keys.Need("duration", "duration: 40 s") is { } durationNode ? ReadDuration(durationNode) : null;
        var failure = keys.Find("failure") is { } failureNode ? ReadFailure(failureNode) : new FailureFile(0, SampleFate.Untouched);
        var limits = keys.Find("limits") is { } limitsNode ? ReadLimits(limitsNode) : [];
        var response = keys.Need("response", "response: {surface: ...}, {table: ...} or {pass: {}}") is { } responseNode
            ? new ResponseSection(reader).Read(responseNode)
            : null;
        return reader.Errors.Count > before || name is null || duration is null || failure is null || response is null
            ? null
            : new CapabilityFile(name, nameNode.Line, duration, failure, limits, response);
    }

    private DurationFile? ReadDuration(FileNode node)
    {
        if (node is not MapNode)
        {
            return reader.Duration(node) is { } always ? new DurationFile(always, 0) : null;
        }

        if (reader.Map(node, LabShapes.Duration, "{mean: 40 s, spread: 0.1}") is not { } keys)
        {
            return null;
        }

        var mean = keys.Need("mean", "mean: 40 s") is { } meanNode ? reader.Duration(meanNode) : null;
        var spread = keys.Find("spread") is { } spreadNode ? reader.NumberWithin(spreadNode, 0, 1) : 0;
        return mean is { } m && spread is { } s ? new DurationFile(m, s) : null;
    }

    private FailureFile? ReadFailure(FileNode node)
    {
        if (reader.Map(node, LabShapes.Failure, "{probability: 0.02, sample: untouched}") is not { } keys)
        {
            return null;
        }

        var probability = keys.Need("probability", "probability: 0.02") is { } probabilityNode ? reader.NumberWithin(probabilityNode, 0, 1) : null;
        var sample = keys.Need("sample", "sample: untouched, altered or unknown") is { } sampleNode
            ? reader.Choice(
                sampleNode,
                "fate of a sample",
                ("untouched", SampleFate.Untouched),
                ("altered", SampleFate.Altered),
                ("unknown", SampleFate.Unknown))
            : null;
        return probability is { } p && sample is { } s ? new FailureFile(p, s) : null;
    }

    private Dictionary<string, RangeFile> ReadLimits(FileNode node)
    {
        var limits = new Dictionary<string, RangeFile>(StringComparer.Ordinal);
        foreach (var entry in reader.Entries(node, "a map such as {temperature: [10, 120]}")?.Entries ?? [])
        {
            reader.Key(entry.Key, "command parameter");
            if (entry.Value is not ListNode { Items: [var lowerNode, var upperNode] })
            {
                reader.Errors.Add(entry.Value, "expected two numbers such as [10, 120]");
            }
            else if (reader.Number(lowerNode) is { } lower && reader.Number(upperNode) is { } upper)
            {
                if (lower >= upper)
                {
                    reader.Errors.Add(entry.Value, $"the range [{lower}, {upper}] is empty; the first number is below the second");
                }

                limits[entry.Key.Text] = new RangeFile(lower, upper);
            }
        }

        return limits;
    }
}
