using ClosedLoop.Domain;

namespace ClosedLoop.CampaignFiles;

/// <summary>Reads one thing that a simulated instrument, or the stand-in of a calculation, can do.</summary>
internal sealed class CapabilitySection(NodeReader reader)
{
    /// <summary>The capability, or null when it is broken.</summary>
    public CapabilityFile? ReadOne(MapReader keys, FileNode nameNode)
    {
        var before = reader.Errors.Count;
        var name = reader.Name(nameNode, "capability name");
        var duration = keys.Need("duration", "duration: 40 s") is { } durationNode ? ReadDuration(durationNode) : null;
        var failure = keys.Find("failure") is { } failureNode ? ReadFailure(failureNode) : new FailureFile(0, SampleFate.Untouched);
        var limits = keys.Find("limits") is { } limitsNode ? ReadRanges(limitsNode, "command parameter") : [];
        var response = keys.Need("response", "response: {surface: ...}, {table: ...} or {pass: {}}") is { } responseNode
            ? new ResponseSection(reader).Read(responseNode)
            : null;
        return reader.Errors.Count > before || name is null || duration is null || failure is null || response is null
            ? null
            : new CapabilityFile(name, nameNode.Line, duration, failure, limits, response);
    }

    /// <summary>A duration, or one that varies.</summary>
    public DurationFile? ReadDuration(FileNode node)
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

    /// <summary>Name → range.</summary>
    public Dictionary<string, RangeFile> ReadRanges(FileNode node, string what)
    {
        var limits = new Dictionary<string, RangeFile>(StringComparer.Ordinal);
        foreach (var entry in reader.Entries(node, "a map such as {temperature: [10, 120]}")?.Entries ?? [])
        {
            reader.Key(entry.Key, what);
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
