using ClosedLoop.Campaigns;
using ClosedLoop.Domain;
using ClosedLoop.Orchestrator;
using ClosedLoop.Simulators;
using ClosedLoop.VirtualLabs;

namespace ClosedLoop.Soaks;

/// <summary>A virtual lab of production with a watch that looks on.</summary>
internal sealed class SoakWorld
{
    /// <summary>Closing and clearing go on for a little while after the end.</summary>
    private static readonly TimeSpan Tidying = TimeSpan.FromMinutes(2);

    public SoakWorld(SoakCase soaked, Tampering? tampering = null)
    {
        Case = soaked;
        tampering ??= Tampering.None;
        Watch = new Watch(soaked, () => Lab!);
        var scenario = soaked.Scenario is { } trouble ? new VirtualScenario(trouble, soaked.Seed) : null;
        var settings = new VirtualLabSettings
        {
            Campaigns = soaked.Campaigns,
            Instruments = [.. soaked.Instruments.Select(VirtualInstrument.Of)],
            Stock = soaked.Stock,
            PersonAnswersAfter = TimeSpan.FromMinutes(2),
            Seed = soaked.Seed,
            BusFaults = soaked.Bus,
            Planner = soaked.Planner,
            Observers = Observe,
            Projected = soaked.Projected,
            Tampering = tampering with { Bus = (bus, process) => tampering.Bus(new WatchedBus(bus, Watch), process) },
        };
        settings = scenario?.Prepare(settings, soaked.Instruments) ?? settings;
        Lab = new VirtualLab(settings with { Instruments = [.. settings.Instruments.Select(Watched)] });
        scenario?.Begin(Lab);
    }

    public SoakCase Case { get; }

    public VirtualLab Lab { get; }

    /// <summary>What was seen to go wrong while it ran.</summary>
    public Watch Watch { get; }

    /// <summary>A new world goes through its faults; what it broke.</summary>
    public static IReadOnlyList<Violation> Run(SoakCase soaked, Tampering? tampering = null) => new SoakWorld(soaked, tampering).RunAndAudit();

    /// <summary>Goes through the faults; what was broken.</summary>
    public IReadOnlyList<Violation> RunAndAudit()
    {
        try
        {
            Run();
            return Audit.Of(this);
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            // Whatever a program of the world throws is a finding.
            Watch.Say(Promise.Runs, error.ToString());
            return Watch.Violations;
        }
    }

    /// <summary>Runs through the faults, then until all is over or the settling time has passed.</summary>
    public void Run()
    {
        foreach (var fault in Case.Faults)
        {
            if (fault.At == TimeSpan.Zero)
            {
                fault.Strike(Lab);
            }
            else
            {
                Lab.Scheduler.After(fault.At, null, () => StrikeUnlessOver(fault));
            }
        }

        if (SeededRandom.For(Case.Seed, 28).Chance(0.5))
        {
            // He comes when everything else is well again.
            Lab.SendPersonAway(Case.Calm);
        }

        Lab.Start();
        Lab.Scheduler.Run(() => Lab.IsOver, Lab.Scheduler.Now + Case.Calm);
        Lab.Bus.Faults = new BusFaults();
        if (Case.Resumed && Case.Faults.Any(fault => fault is SoakFault.Steer))
        {
            // There must be an orchestrator to hear it.
            Lab.Scheduler.RunFor(TimeSpan.FromMinutes(3));
            Lab.Insist(SteeringOrder.Resume);
        }

        Lab.Scheduler.Run(() => Lab.IsOver || Watch.AllWaitForPerson, Lab.Scheduler.Now + Case.Settling);
        Lab.Scheduler.RunFor(Tidying);
    }

    private void StrikeUnlessOver(SoakFault fault)
    {
        if (!Lab.IsOver)
        {
            fault.Strike(Lab);
        }
    }

    private VirtualInstrument Watched(VirtualInstrument instrument) => instrument with { Make = witness => WatchedInstrument.Of(instrument.Make(witness), Watch) };

    private IReadOnlyList<ICampaignObserver> Observe(CampaignSpec spec)
    {
        Watch.Reopened(spec.Name);
        return [Watch];
    }
}
