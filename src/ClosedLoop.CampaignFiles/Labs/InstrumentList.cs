namespace ClosedLoop.CampaignFiles;

/// <summary>Reads a list of instruments: of a lab file, or those that stand in for real ones in a campaign file.</summary>
/// <param name="reader">Reads its nodes.</param>
/// <param name="mayCalculate">Whether there may be programs that calculate among them; in dry runs nothing but stand-ins.</param>
internal sealed class InstrumentList(NodeReader reader, bool mayCalculate)
{
    private const string Example = "{id: mixer-1, type: simulated, capability: mixing, ...}";

    /// <summary>The instruments, as far as they can be read.</summary>
    public IReadOnlyList<InstrumentFile> Read(FileNode node)
    {
        var instruments = new List<InstrumentFile>();
        foreach (var item in reader.List(node, $"[{Example}]") ?? [])
        {
            var calculates = mayCalculate && item is MapNode map && map.Entries.Any(entry => entry.Key.Text == "type" && entry.Value is ScalarNode { Text: "calculation" });
            if (reader.Map(item, calculates ? LabShapes.Calculation : LabShapes.Instrument, Example) is not { } keys
                || (calculates ? new CalculationSection(reader, new CapabilitySection(reader)).Read(keys) : new InstrumentSection(reader, mayCalculate).Read(keys)) is not { } instrument)
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
