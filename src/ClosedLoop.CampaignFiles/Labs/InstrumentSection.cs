namespace ClosedLoop.CampaignFiles;

/// <summary>Reads one instrument of a lab file.</summary>
internal sealed class InstrumentSection(NodeReader reader, bool mayCalculate)
{
    private static readonly (string, bool)[] Words = [("simulated", true), ("calculation", true)];

    private readonly CapabilitySection _capabilities = new(reader);

    private const int LargestCapacity = 1000;

    // What belongs to a capability; next to the instrument's own keys when it has just one.
    private static readonly string[] OfCapability = ["duration", "failure", "limits", "response"];

    /// <summary>The instrument, as far as its id and capabilities can be read; whether it is sound is seen from the errors.</summary>
    public InstrumentFile? Read(MapReader keys)
    {
        var id = keys.Need("id", "id: and a name of its own") is { } idNode ? reader.Name(idNode, "instrument id") : null;
        if (keys.Need("type", "type: simulated") is { } typeNode)
        {
            reader.Choice(typeNode, "type of instrument", [.. mayCalculate ? Words : Words[..1]]);
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
            return [.. keys.Need("capability", "capability: mixing, or a list of capabilities:") is { } single && _capabilities.ReadOne(keys, single) is { } only
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
                || _capabilities.ReadOne(inner, nameNode) is not { } capability)
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
}
