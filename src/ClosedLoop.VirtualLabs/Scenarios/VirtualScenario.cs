using ClosedLoop.Campaigns;
using ClosedLoop.Domain;
using ClosedLoop.Simulators;

namespace ClosedLoop.VirtualLabs;

/// <summary>A scenario in a virtual lab. The same scenario, seed and lab give the same strikes.</summary>
/// <param name="scenario">What goes wrong.</param>
/// <param name="seed">Decides what chance decides.</param>
public sealed class VirtualScenario(Scenario scenario, ulong seed) : IFaultyLab
{
    private VirtualLab? _lab;
    private FaultSite[] _instruments = [];

    /// <summary>What strikes, and what has struck.</summary>
    public FaultPlan Plan { get; } = new(scenario, seed);

    /// <inheritdoc/>
    public IReadOnlyList<FaultSite> Instruments => _instruments;

    /// <inheritdoc/>
    public FaultSite Host { get; private set; } = FaultSite.Host("host");

    /// <summary>The settings of a lab that the scenario is to strike.</summary>
    /// <param name="settings">The lab.</param>
    /// <param name="instruments">Its instruments; they replace those of the settings.</param>
    public VirtualLabSettings Prepare(VirtualLabSettings settings, IReadOnlyList<SimulatedInstrumentSettings> instruments)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(instruments);
        Host = FaultSite.Host(settings.Host);
        _instruments = [.. instruments.Select(FaultSite.Of)];
        var sites = _instruments.Append(Host).ToDictionary(site => site.Name, StringComparer.Ordinal);
        var before = settings.Tampering;
        return settings with
        {
            Instruments = [.. instruments.Select(instrument => VirtualInstrument.Of(instrument with { Faults = Plan }))],
            Tampering = before with
            {
                Disk = (disk, process) => before.Disk(Plan.DiskOf(disk, Host, Pass), process),
                InstrumentDisk = (disk, name, process) => before.InstrumentDisk(Plan.DiskOf(disk, sites[name], Pass), name, process),
                Connector = (connector, name, process) => before.Connector(Plan.Connections(connector, sites[name], process.Time), name, process),
                Clock = (time, name) => before.Clock(Plan.ClockOf(time, sites[name]), name),
                IsDeath = error => error is IOException || before.IsDeath(error),
            },
        };
    }

    /// <summary>The scenario begins, with the lab that it has prepared.</summary>
    public void Begin(VirtualLab lab)
    {
        ArgumentNullException.ThrowIfNull(lab);
        _lab = lab;
        Plan.Start(this, lab.Scheduler.Time);
    }

    /// <summary>What it did to a campaign that has ended, or stands still.</summary>
    public ScenarioOutcome Outcome(IReadOnlyList<CampaignEvent> events) =>
        new(Plan.Strikes, ScenarioCheck.Of(scenario.Expect, events, [.. _lab!.Instruments.SelectMany(machine => machine.Witness)]));

    /// <inheritdoc/>
    public void Restart(FaultSite site, TimeSpan down) => Off(site, down).Kill();

    /// <inheritdoc/>
    public void PowerCut(FaultSite site, TimeSpan down) => Off(site, down).PowerCut();

    /// <inheritdoc/>
    public void LoseLedger(FaultSite site, TimeSpan down) => ((InstrumentMachine)Off(site, down)).LoseLedger();

    /// <inheritdoc/>
    public void RestartBroker(TimeSpan down, bool forgets) => _lab!.Bus.Restart(down, forgets);

    /// <inheritdoc/>
    public void Partition(FaultSite site, TimeSpan duration) => _lab!.Bus.Partition(_lab.ClientOf(MachineOf(site)), duration);

    /// <inheritdoc/>
    public void EmptyStock()
    {
        foreach (var item in _lab!.Settings.Stock)
        {
            _lab.Count(item.Name, 0);
        }
    }

    /// <inheritdoc/>
    public void SendPersonAway(TimeSpan duration) => _lab!.SendPersonAway(duration);

    private Machine Off(FaultSite site, TimeSpan down)
    {
        var machine = MachineOf(site);
        machine.OffUntil = _lab!.Scheduler.Now + down;
        return machine;
    }

    private Machine MachineOf(FaultSite site)
    {
        ArgumentNullException.ThrowIfNull(site);
        return site.IsHost ? _lab!.Orchestrator : _lab!.Instruments.Single(machine => machine.Name == site.Name);
    }

    private void Pass(TimeSpan span) => _lab!.Scheduler.Pass(span);
}
