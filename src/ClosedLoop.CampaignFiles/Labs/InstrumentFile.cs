namespace ClosedLoop.CampaignFiles;

/// <summary>One instrument of a lab file.</summary>
/// <param name="Id">Unique in the lab; part of its topics.</param>
/// <param name="Type">Which adapter runs it; <c>simulated</c> or <c>calculation</c>.</param>
/// <param name="Line">Where it is written, for the messages of those who build it.</param>
/// <param name="Capacity">How many dispatches it performs side by side; 1 by default.</param>
/// <param name="Recover">Whether it can find out after a crash what became of a dispatch; true by default.</param>
/// <param name="Capabilities">What it can do; of a calculation what its stand-in can do in a dry run, which may be nothing.</param>
public sealed record InstrumentFile(string Id, string Type, int Line, int Capacity, bool Recover, IReadOnlyList<CapabilityFile> Capabilities)
{
    /// <summary>Whether a sample stays in its place until its next step begins elsewhere; false by default.</summary>
    public bool KeepsSamples { get; init; }

    /// <summary>What setting it up anew depends on and takes, or null.</summary>
    public SetupFile? Setup { get; init; }

    /// <summary>What a calculation is; null for a simulated instrument.</summary>
    public CalculationFile? Calculation { get; init; }
}
