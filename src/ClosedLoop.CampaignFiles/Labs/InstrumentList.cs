namespace ClosedLoop.CampaignFiles;

/// <summary>Reads a list of instruments: of a lab file, or those that stand in for real ones in a campaign file.</summary>
internal sealed class InstrumentList(NodeReader reader)
{
    /// <summary>The instruments, as far as they can be read.</summary>
    public IReadOnlyList<InstrumentFile> Read(FileNode node)
    {
        var instruments = new List<InstrumentFile>();
        foreach (var item in reader.List(node, "[{id: mixer-1, type: simulated, capability: mixing, ...}]") ?? [])
        {
            if (reader.Map(item, LabShapes.Instrument, "{id: mixer-1, type: simulated, capability: mixing, ...}") is not { } keys
                || new InstrumentSection(reader).Read(keys) is not { } instrument)
            {
                continue;
            }

            if (instruments.Find(other => other.Id == instrument.Id) is { } twin)
            {
                reader.Errors.Add(keys.Find("id")!, $"the instrument '{instrument.Id}' is already in line {twin.Line}; give each its own id");
            }

            instruments.Add(instrument);
        }

        return instruments;
    }
}
