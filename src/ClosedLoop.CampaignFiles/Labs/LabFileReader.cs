using ClosedLoop.Domain;

namespace ClosedLoop.CampaignFiles;

/// <summary>Reads lab files. The format is described in <c>docs/campaign-file.md</c>.</summary>
public static class LabFileReader
{
    private const int MostCores = 100_000;
    private const double FastestSpeed = 1_000_000;

    /// <summary>Reads one lab file and finds all its mistakes at once. Does no I/O: the tables that it names are read by those who use them.</summary>
    /// <param name="text">The YAML text.</param>
    /// <param name="fileName">The file's name, for messages.</param>
    public static LabFileResult Read(string text, string fileName)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(fileName);
        var errors = new FileErrors(fileName);
        var lab = YamlDocument.Read(text, "a lab file", errors) is { } root ? ReadRoot(root, new NodeReader(errors)) : null;
        return new LabFileResult(errors.Count == 0 ? lab : null, errors.InLineOrder());
    }

    private static LabFile? ReadRoot(MapNode root, NodeReader reader)
    {
        var file = new MapReader(root, LabShapes.Lab, reader);
        var name = file.Need("lab", "lab: and its name") is { } nameNode ? reader.Name(nameNode, "lab name") : null;
        var speed = file.Find("speed") is { } speedNode ? reader.NumberWithin(speedNode, 0.001, FastestSpeed) : 1;
        var cores = file.Find("cores") is { } coresNode ? reader.WholeNumber(coresNode, 1, MostCores) : null;
        var instruments = file.Need("instruments", "a list of instruments") is { } node ? new InstrumentList(reader, mayCalculate: true).Read(node) : [];
        var stock = new StockSection(reader).Read(file.Find("stock"));
        return reader.Errors.Count == 0 ? new LabFile(name!, speed!.Value, instruments) { Stock = stock, Cores = cores } : null;
    }
}
