using ClosedLoop.Campaigns;
using ClosedLoop.Domain;
using ClosedLoop.Journal;
using ClosedLoop.Messaging;
using ClosedLoop.Orchestrator;
using ClosedLoop.Simulators;
using ClosedLoop.Soaks;
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

    private readonly SoakWorld _world;

    public LabWorld(ulong seed, WorldSettings? settings = null, BusFaults? faults = null)
    {
        Settings = settings ?? new WorldSettings();
        var soaked = new SoakCase
        {
            Seed = seed,
            Campaigns = Settings.Campaigns,
            Instruments = [.. Specs.Steps.Select(Make)],
            Bus = faults ?? new BusFaults(),
            Planner = Settings.Planner,
            Projected = Settings.Projected,
            LosesLedgers = Settings.LosesLedgers,
        };
        _world = new SoakWorld(soaked, Settings.Tampering);
        Planner = Settings.ExternalPlanner is { } think ? new Machine(Scheduler, "planner", seed + 10, process => PlanAsync(process, think)) : null;
    }

    public WorldSettings Settings { get; }

    public SimulatedScheduler Scheduler => _world.Lab.Scheduler;

    public SimulatedBus Bus => _world.Lab.Bus;

    public Machine Orchestrator => _world.Lab.Orchestrator;

    public IReadOnlyList<InstrumentMachine> Instruments => _world.Lab.Instruments;

    /// <summary>The machine of the external planner, or null.</summary>
    public Machine? Planner { get; }

    public LabHost? Host => _world.Lab.Host;

    public Dictionary<string, CampaignState> Ended => _world.Lab.Ended;

    public Journals Journals => _world.Lab.Journals;

    public bool IsOver => _world.Lab.IsOver;

    public void Steer(SteeringOrder order) => _world.Lab.Steer(order);

    public void Insist(SteeringOrder order) => _world.Lab.Insist(order);

    public void Start()
    {
        _world.Lab.Start();
        if (Planner is { Lives: 0 })
        {
            Planner.Start();
        }
    }

    public bool RunUntilOver(TimeSpan within)
    {
        Start();
        return _world.Lab.RunUntilOver(within);
    }

    public IReadOnlyList<CampaignEvent> Events(string campaign) => _world.Lab.Events(campaign);

    /// <summary>Every broken promise, once closing and clearing have gone on for a little while.</summary>
    public IReadOnlyList<Violation> Settle()
    {
        Scheduler.RunFor(TimeSpan.FromMinutes(2));
        return Audit.Of(_world);
    }

    private async Task PlanAsync(SimulatedProcess process, Func<PlannerQuestionMessage, ProposalMessage> think)
    {
        await using var planner = new MqttPlanner(Bus.For(process), Settings.Campaigns[0].Lab, "optimizer", process.Time);
        await planner.AnswerAsync(think, () => { }, CancellationToken.None);
    }

    private SimulatedInstrumentSettings Make(string step) => new() { Id = $"{step}-1", Capabilities = [Capability(step)], Recovers = Settings.Recoverable, KeepsSamples = Settings.KeepsSamples };

    private SimulatedCapability Capability(string step) => new()
    {
        Name = step,
        Response = Crafts[step].Response,
        MeanDuration = TimeSpan.FromSeconds(Crafts[step].Seconds),
        DurationSpread = 0.2,
        Failures = Settings.Failures > 0 ? [new SimulatedFailure(Settings.Failures, SampleFate.Untouched)] : [],
    };
}
