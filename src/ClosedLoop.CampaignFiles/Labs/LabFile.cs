namespace ClosedLoop.CampaignFiles;

/// <summary>A lab as its file describes it.</summary>
/// <param name="Name">The lab's name, as campaigns give it; part of its topics.</param>
/// <param name="Speed">Simulated seconds per real second; 1 by default.</param>
/// <param name="Instruments">The instruments, at least one, in file order.</param>
public sealed record LabFile(string Name, double Speed, IReadOnlyList<InstrumentFile> Instruments)
{
    /// <summary>What steps use up, in file order; nothing by default.</summary>
    public IReadOnlyList<StockFile> Stock { get; init; } = [];

    /// <summary>Processor cores that the calculations of one process may use together; null for all of the machine.</summary>
    public int? Cores { get; init; }
}
