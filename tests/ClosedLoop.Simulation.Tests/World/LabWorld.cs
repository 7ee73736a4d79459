using ClosedLoop.Campaigns;
using ClosedLoop.Domain;
using ClosedLoop.Journal;
using ClosedLoop.Messaging;
using ClosedLoop.Orchestrator;
using ClosedLoop.Simulators;
using ClosedLoop.VirtualLabs;

namespace ClosedLoop.Simulation.Tests;

/// <summary>The virtual lab of production with three instruments, one for each step, and a watch that looks on.</summary>
internal sealed class LabWorld
{
    private static readonly Dictionary<string, (double Seconds, StepResponse Response)> Crafts = new()
    {
        ["mix"] = (30, new StepResponse(["x", "y"], "volume")),
        ["anneal"] = (90, new StepResponse(["volume", "x"], "grain")),
        ["measure"] = (20, new StepResponse(["grain"], "yield")),
    };

    private readonly VirtualLab _lab;

    public LabWorld(ulong seed, WorldSettings? settings = null, BusFaults? faults = null)
    {
        Settings = settings ?? new WorldSettings();
        var instruments = Specs.Steps.Select(step => (Id: $"{step}-1", Step: step)).ToList();
        if (Settings.Twins)
        {
            instruments.Add(("anneal-2", "anneal"));
        }

        _lab = new VirtualLab(new VirtualLabSettings
        {
            Campaigns = Settings.Campaigns,
            Instruments = [.. instruments.Select(instrument => Make(instrument.Id, instrument.Step))],
            Seed = seed,
            BusFaults = faults ?? new BusFaults(),
            Planner = Settings.Planner,
            Observers = Observe,
            Projected = Settings.Projected,
            Tampering = Settings.Tampering with { Bus = (bus, process) => Settings.Tampering.Bus(new WatchedBus(bus, Watch!), process) },
        });
        Planner = Settings.ExternalPlanner is { } think ? new Machine(Scheduler, "planner", seed + 10, process => PlanAsync(process, think)) : null;
        Watch = new Watch(this);
    }

    public WorldSettings Settings { get; }

    public SimulatedScheduler Scheduler => _lab.Scheduler;

    public SimulatedBus Bus => _lab.Bus;

    public Machine Orchestrator => _lab.Orchestrator;

    public IReadOnlyList<InstrumentMachine> Instruments => _lab.Instruments;

    /// <summary>Whether messages have overtaken each other: then a question may come after the close, and its answer stays published if the instrument dies right after it.</summary>
    public bool HasOvertaking { get; set; }

    /// <summary>Whether the broker may acknowledge a message and lose it.</summary>
    public bool HasSilentLoss { get; set; }

    /// <summary>The machine of the external planner, or null.</summary>
    public Machine? Planner { get; }

    public IEnumerable<Machine> Machines => _lab.Machines;

    /// <summary>What was seen to go wrong while it ran.</summary>
    public Watch Watch { get; }

    public LabHost? Host => _lab.Host;

    public Dictionary<string, CampaignState> Ended => _lab.Ended;

    public Journals Journals => _lab.Journals;

    public bool IsOver => _lab.IsOver;

    public string ClientOf(Machine machine) => _lab.ClientOf(machine);

    public void Steer(SteeringOrder order) => _lab.Steer(order);

    public void Start()
    {
        _lab.Start();
        if (Planner is { Lives: 0 })
        {
            Planner.Start();
        }
    }

    public bool RunUntilOver(TimeSpan within)
    {
        Start();
        return _lab.RunUntilOver(within);
    }

    public IReadOnlyList<CampaignEvent> Events(string campaign) => _lab.Events(campaign);

    private async Task PlanAsync(SimulatedProcess process, Func<PlannerQuestionMessage, ProposalMessage> think)
    {
        await using var planner = new MqttPlanner(Bus.For(process), Settings.Campaigns[0].Lab, "optimizer", process.Time);
        await planner.AnswerAsync(think, () => { }, CancellationToken.None);
    }

    private IReadOnlyList<ICampaignObserver> Observe(CampaignSpec spec)
    {
        Watch.Reopened(spec.Name);
        return [Watch];
    }

    private VirtualInstrument Make(string id, string step)
    {
        var settings = new SimulatedInstrumentSettings { Id = id, Capabilities = [Capability(step)], Recovers = Settings.Recoverable, KeepsSamples = Settings.KeepsSamples };
        return VirtualInstrument.Of(settings);
    }

    private SimulatedCapability Capability(string step) => new()
    {
        Name = step,
        Response = Crafts[step].Response,
        MeanDuration = TimeSpan.FromSeconds(Crafts[step].Seconds),
        DurationSpread = 0.2,
        Failures = Settings.Failures > 0 ? [new SimulatedFailure(Settings.Failures, Settings.FailureSample)] : [],
    };
}
