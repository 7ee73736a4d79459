namespace ClosedLoop.CampaignFiles;

/// <summary>Reads <c>stock</c> of a lab file: what there is, and what steps use up.</summary>
internal sealed class StockSection(NodeReader reader)
{
    /// <summary>The stock; none when the key is absent.</summary>
    public IReadOnlyList<StockFile> Read(FileNode? node)
    {
        var stock = new List<StockFile>();
        foreach (var entry in node is null ? [] : reader.Entries(node, "a map such as {solvent: {amount: 500, unit: mL, use: {mixing: 12}}}")?.Entries ?? [])
        {
            if (reader.Map(entry.Value, LabShapes.Stock, "{amount: 500, unit: mL, use: {mixing: 12}}") is not { } keys)
            {
                continue;
            }

            var name = reader.Name(entry.Key, "name of a stock");
            var amount = keys.Need("amount", "amount: 500") is { } amountNode ? Amount(amountNode) : null;
            var unit = keys.ReadText("unit", "mL");
            var uses = keys.Need("use", "use: {mixing: 12}") is { } useNode ? Uses(useNode) : null;
            if (name is not null && amount is { } there && uses is not null)
            {
                stock.Add(new StockFile(name, entry.Key.Line, there, unit, uses));
            }
        }

        return stock;
    }

    private double? Amount(FileNode node)
    {
        var amount = reader.Number(node);
        if (amount <= 0)
        {
            reader.Errors.Add(node, $"{amount} is not possible here; use a number above 0");
        }

        return amount > 0 ? amount : null;
    }

    private Dictionary<string, StockUseFile>? Uses(FileNode node)
    {
        var uses = new Dictionary<string, StockUseFile>(StringComparer.Ordinal);
        foreach (var entry in reader.Entries(node, "a map of capabilities, such as {mixing: 12} or {mixing: volume}")?.Entries ?? [])
        {
            if (reader.Name(entry.Key, "capability name") is not { } capability)
            {
                continue;
            }

            if (entry.Value is ScalarNode { Quoted: false } scalar && NodeReader.TryNumber(scalar.Text, out _))
            {
                uses[capability] = new StockUseFile(reader.NumberWithin(entry.Value, 0, double.MaxValue) ?? 0, null);
            }
            else if (reader.Key(entry.Value, "command parameter") is { } parameter)
            {
                uses[capability] = new StockUseFile(0, parameter);
            }
        }

        return uses.Count > 0 ? uses : null;
    }
}
