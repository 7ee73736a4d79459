namespace ClosedLoop.CampaignFiles;

/// <summary>Reads <c>simulate</c>: the instruments that stand in for real ones in a dry run, written as in a lab file.</summary>
internal sealed class SimulateSection(NodeReader reader)
{
    /// <summary>The stand-ins; none when the key is absent.</summary>
    public IReadOnlyList<InstrumentFile> Read(MapNode root)
    {
        var node = root.Entries.FirstOrDefault(entry => entry.Key.Text == "simulate")?.Value;
        if (node is null || reader.Map(node, CampaignShapes.Simulate, "{instruments: [{id: mixer, type: simulated, ...}]}") is not { } keys)
        {
            return [];
        }

        return keys.Need("instruments", "a list of instruments, as in a lab file") is { } instruments ? new InstrumentList(reader, mayCalculate: false).Read(instruments) : [];
    }
}
