using ClosedLoop.CampaignFiles;
using ClosedLoop.Domain;

namespace ClosedLoop;

/// <summary>What the lab file says of stock; nothing where there is no lab file.</summary>
internal sealed class LabStock
{
    private readonly IReadOnlyList<StockFile> _stock;
    private readonly string _path;

    private LabStock(IReadOnlyList<StockFile> stock, string path) => (_stock, _path) = (stock, path);

    public IReadOnlyList<StockItem> Items => [.. _stock.Select(item => item.ToItem())];

    /// <exception cref="BadInputException">The lab file has mistakes.</exception>
    public static LabStock Read(ClosedLoopSettings settings, string lab)
    {
        var path = Path.Combine(settings.LabsFolder, $"{lab}.yaml");
        if (!File.Exists(path))
        {
            return new LabStock([], path);
        }

        var result = LabFileReader.Read(File.ReadAllText(path), path);
        return result.File is { } file ? new LabStock(file.Stock, path) : throw new BadInputException([.. result.Errors.Select(error => error.ToString())]);
    }

    /// <exception cref="BadInputException">A step does not send what the lab file takes an amount from.</exception>
    public void Check(CampaignSpec spec)
    {
        if (StockWiring.Mistakes(spec, _stock, _path) is { Count: > 0 } mistakes)
        {
            throw new BadInputException(mistakes);
        }
    }
}
