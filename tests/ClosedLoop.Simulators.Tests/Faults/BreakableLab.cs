namespace ClosedLoop.Simulators.Tests;

/// <summary>Writes down what is done to it.</summary>
internal sealed class BreakableLab(params FaultSite[] instruments) : IFaultyLab
{
    public List<string> Done { get; } = [];

    public IReadOnlyList<FaultSite> Instruments => instruments;

    public FaultSite Host { get; } = FaultSite.Host("host");

    public void Restart(FaultSite site, TimeSpan down) => Done.Add($"restart {site.Name} {down.TotalSeconds}");

    public void PowerCut(FaultSite site, TimeSpan down) => Done.Add($"power-cut {site.Name} {down.TotalSeconds}");

    public void LoseLedger(FaultSite site, TimeSpan down) => Done.Add($"lose-ledger {site.Name} {down.TotalSeconds}");

    public void RestartBroker(TimeSpan down, bool forgets) => Done.Add($"broker {down.TotalSeconds} {forgets}");

    public void EmptyStock() => Done.Add("the stock is empty");

    public void SendPersonAway(TimeSpan duration) => Done.Add($"nobody answers for {duration}");

    public void Partition(FaultSite site, TimeSpan duration) => Done.Add($"partition {site.Name} {duration.TotalSeconds}");
}
