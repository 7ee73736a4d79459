using ClosedLoop.Campaigns;
using ClosedLoop.Domain;
using ClosedLoop.Instruments;
using ClosedLoop.Journal;
using ClosedLoop.Messaging;
using ClosedLoop.Orchestrator;
using ClosedLoop.Simulators;

namespace ClosedLoop.Simulation.Tests;

/// <summary>One orchestrator and three instruments, each a process on its own machine, and a broker: production code on a simulated clock, disk and bus.</summary>
internal sealed class LabWorld
{
    public const string LabName = "lab";
    public const string HostName = "host";
    public const string DataFolder = "data";

    private readonly SeededRandom _entropy;

    public LabWorld(ulong seed, WorldSettings? settings = null, BusFaults? faults = null)
    {
        Settings = settings ?? new WorldSettings();
        _entropy = SeededRandom.For(seed, 100);
        Bus = new SimulatedBus(Scheduler, seed, faults ?? new BusFaults());
        Orchestrator = new Machine(Scheduler, HostName, seed + 1, OrchestrateAsync);
        Instruments = [.. Specs.Steps.Select((step, index) => new InstrumentMachine(this, $"{step}-1", step, seed + 2 + (ulong)index))];
        if (Settings.Twins)
        {
            Instruments = [.. Instruments, new InstrumentMachine(this, "anneal-2", "anneal", seed + 9)];
        }

        Planner = Settings.ExternalPlanner is { } think ? new Machine(Scheduler, "planner", seed + 10, process => PlanAsync(process, think)) : null;
        Watch = new Watch(this);
    }

    public WorldSettings Settings { get; }

    public SimulatedScheduler Scheduler { get; } = new() { LivelockLimit = 200_000 };

    public SimulatedBus Bus { get; }

    public Machine Orchestrator { get; }

    public IReadOnlyList<InstrumentMachine> Instruments { get; }

    /// <summary>Whether messages have overtaken each other: then a question may come after the close, and its answer stays published if the instrument dies right after it.</summary>
    public bool HasOvertaking { get; set; }

    /// <summary>Whether the broker may acknowledge a message and lose it.</summary>
    public bool HasSilentLoss { get; set; }

    /// <summary>The machine of the external planner, or null.</summary>
    public Machine? Planner { get; }

    public IEnumerable<Machine> Machines => [Orchestrator, .. Instruments];

    /// <summary>What was seen to go wrong while it ran.</summary>
    public Watch Watch { get; }

    /// <summary>The host of the orchestrator's present life.</summary>
    public LabHost? Host { get; private set; }

    /// <summary>Campaign → how it stood when its runner returned for good.</summary>
    public Dictionary<string, CampaignState> Ended { get; } = [];

    /// <summary>The journals as an onlooker reads them.</summary>
    public Journals Journals => new(Orchestrator.Disk.Outside, DataFolder);

    public bool IsOver => Ended.Count == Settings.Campaigns.Count;

    public string ClientOf(Machine machine) => machine is InstrumentMachine ? $"closedloop-{LabName}-instrument-{machine.Name}" : $"closedloop-{LabName}-orchestrator-{HostName}";

    public string NewId() => _entropy.NextUInt64().ToString("x16");

    /// <summary>Gives an order to every campaign that runs, as the host does.</summary>
    public void Steer(SteeringOrder order)
    {
        if (Orchestrator.Process is { Alive: true } process && Host is { } host)
        {
            process.Context.Post(
                _ =>
                {
                    foreach (var runner in host.Runs.Values)
                    {
                        runner.Post(new SteerCampaign(Scheduler.Now, order, "an operator wants it"));
                    }
                },
                null);
        }
    }

    public void Start()
    {
        foreach (var machine in Machines.Where(machine => machine.Lives == 0))
        {
            machine.Start();
        }

        if (Planner is { Lives: 0 })
        {
            Planner.Start();
        }
    }

    /// <summary>Starts what is not started and runs until every campaign has ended, or for so long.</summary>
    public bool RunUntilOver(TimeSpan within)
    {
        Start();
        return Scheduler.Run(() => IsOver, Scheduler.Now + within);
    }

    public IReadOnlyList<CampaignEvent> Events(string campaign) => Orchestrator.Disk.Outside.Exists(Path.Combine(Journals.FolderOf(campaign), "journal.jsonl")) ? Journals.ReadCampaign(campaign) : [];

    private async Task PlanAsync(SimulatedProcess process, Func<PlannerQuestionMessage, ProposalMessage> think)
    {
        await using var planner = new MqttPlanner(Bus.For(process), LabName, "optimizer", process.Time);
        await planner.AnswerAsync(think, () => { }, CancellationToken.None);
    }

    private async Task OrchestrateAsync(SimulatedProcess process)
    {
        var time = process.Time;
        var journals = new Journals(Settings.Tampering.Disk(Orchestrator.Disk.For(process), process), DataFolder);
        using var labJournal = journals.OpenLab(LabName);
        var mqtt = new MqttOrchestratorBus(Bus.For(process), LabName, HostName, time.GetUtcNow().ToUnixTimeMilliseconds(), time);
        await using var bus = Settings.Tampering.Bus(new WatchedBus(mqtt, Watch), process);
        var around = new RunnerSurroundings(bus, new LabOwner(labJournal, new LabView(time), time), Settings.Tampering.Planner(Settings.Planner()), new ImmediateDesk(), time);
        var host = new LabHost(around, journals, new HostIdentity(HostName, "simulated", 256, () => NewId()[..8]), _ => new ReplyMessage(false, []));
        Host = host;
        var listening = host.ListenAsync(CancellationToken.None);
        var runs = Task.WhenAll(Settings.Campaigns.Select(spec => RunAsync(host, bus, spec)));
        await await Task.WhenAny(runs, listening);
        if (!IsOver)
        {
            // Drained: its supervisor starts it again.
            process.Context.Post(_ => process.Kill(), null);
        }
        else
        {
            await listening;
        }
    }

    private async Task RunAsync(LabHost host, IOrchestratorBus bus, CampaignSpec spec)
    {
        Watch.Reopened(spec.Name);
        var projection = new CampaignProjection(bus);
        var showing = Settings.Projected ? projection.RunAsync(CancellationToken.None) : Task.CompletedTask;
        var state = await host.RunAsync(spec.Name, spec, Settings.Projected ? [Watch, projection] : [Watch], CancellationToken.None);
        projection.Complete();
        await showing;
        if (state.IsOver || state.Fault is not null)
        {
            Ended[spec.Name] = state;
        }
    }
}
