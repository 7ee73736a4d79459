using ClosedLoop.Campaigns;
using ClosedLoop.Domain;
using ClosedLoop.Journal;
using ClosedLoop.Messaging;

namespace ClosedLoop.Orchestrator.Tests;

/// <summary>The production host over a disk and a bus in memory, on one pumped thread and a clock that the test moves.</summary>
internal sealed class HostRig : IDisposable
{
    private readonly MemoryDisk _disk;
    private readonly PumpedContext _loop = new();
    private CancellationTokenSource _life = new();
    private int _runs;

    public HostRig()
    {
        _disk = new MemoryDisk(Trace);
        Journals = new Journals(_disk, "data");
        Boot();
    }

    /// <summary>Syncs and sends in the order in which they happened.</summary>
    public List<string> Trace { get; } = [];

    public ManualTime Time { get; } = new();

    public Journals Journals { get; }

    /// <summary>What instruments and host have written.</summary>
    public MemoryDisk Disk => _disk;

    public CountingPlanner Planner { get; } = new();

    public RecordingBus Bus { get; private set; } = null!;

    public LabHost Host { get; private set; } = null!;

    public LabOwner Lab { get; private set; } = null!;

    /// <summary>A new life on the same disk; the one before ends as in a crash.</summary>
    public void Boot()
    {
        Dispose();
        _life = new CancellationTokenSource();
        Bus = new RecordingBus(Trace);
        Lab = new LabOwner(() => Journals.OpenLab("lab"), new LabView(Time), Time);
        var around = new RunnerSurroundings(Bus, Lab, Planner, new ImmediateDesk(), Time);
        Host = new LabHost(around, Journals, new HostIdentity("host", ".NET 10", 256, () => $"{++_runs:x4}"), control => new ReplyMessage(true, [control.Verb.ToString()]));
        _loop.Run(() => _ = Host.ListenAsync(_life.Token));
    }

    public void Dispose()
    {
        _loop.Run(_life.Cancel);
        _life.Dispose();
        Lab?.Dispose();
    }

    /// <summary>What the lab's journal holds; ends this life.</summary>
    public IReadOnlyList<LabEvent> LabEvents()
    {
        Boot();
        return Journals.ReadLab("lab");
    }

    public Task<CampaignState> Start(string name, CampaignSpec? spec, params ICampaignObserver[] observers)
    {
        Task<CampaignState> run = null!;
        _loop.Run(() => run = Host.RunAsync(name, spec, observers, _life.Token));
        return run;
    }

    public void Hear(params LabMessage[] messages) => _loop.Run(() =>
    {
        foreach (var message in messages)
        {
            Bus.Hear(message);
        }
    });

    public void Advance(double seconds) => _loop.Run(() => Time.Advance(TimeSpan.FromSeconds(seconds), () => { }));

    public void Do(Action action) => _loop.Run(action);

    public void InstrumentAppears(string id = "rig", string ledger = "L1", int capacity = 1, long epoch = 1) =>
        Hear(Samples.Presence(id, true, epoch, ledger), Samples.Capabilities(id, capacity), Samples.State(id));

    public void Answer(DispatchId id, DispatchStatus status, string instrument = "rig") => Hear(new LabMessage.StatusArrived(instrument, Samples.Status(id, status)));

    public void Measure(DispatchId id, double y, string instrument = "rig") => Hear(new LabMessage.ResultArrived(instrument, Samples.Result(id, y)));
}
