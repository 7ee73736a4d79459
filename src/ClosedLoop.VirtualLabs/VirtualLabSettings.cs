using ClosedLoop.Domain;
using ClosedLoop.Optimization;
using ClosedLoop.Orchestrator;
using ClosedLoop.Simulators;

namespace ClosedLoop.VirtualLabs;

/// <summary>What a virtual lab holds.</summary>
public sealed record VirtualLabSettings
{
    /// <summary>The campaigns, all started at once.</summary>
    public required IReadOnlyList<CampaignSpec> Campaigns { get; init; }

    /// <summary>The instruments, each on a machine of its own.</summary>
    public required IReadOnlyList<VirtualInstrument> Instruments { get; init; }

    /// <summary>What steps use up; nothing by default.</summary>
    public IReadOnlyList<StockItem> Stock { get; init; } = [];

    /// <summary>How long the lab's person takes to answer a question, with yes, or to fill up what is empty; null, the default, for a lab without one.</summary>
    public TimeSpan? PersonAnswersAfter { get; init; }

    /// <summary>Decides everything that chance decides outside the campaigns: latencies, ids, and with them what devices do.</summary>
    public required ulong Seed { get; init; }

    /// <summary>The lab's name on the bus; <c>lab</c> by default.</summary>
    public string Lab { get; init; } = "lab";

    /// <summary>The orchestrator's host id; <c>host</c> by default.</summary>
    public string Host { get; init; } = "host";

    /// <summary>When the world begins; 1 January 2026, 00:00 UTC by default.</summary>
    public DateTimeOffset Start { get; init; } = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>How the bus behaves at first; quick and orderly by default.</summary>
    public BusFaults BusFaults { get; init; } = new();

    /// <summary>Makes the optimizer, once for each life of the orchestrator; the production one by default.</summary>
    public Func<IPlanner> Planner { get; init; } = () => new BayesianPlanner();

    /// <summary>Who watches a campaign; asked each time that a life of the orchestrator takes it up. Nobody by default.</summary>
    public Func<CampaignSpec, IReadOnlyList<ICampaignObserver>> Observers { get; init; } = _ => [];

    /// <summary>Whether campaigns are shown on the bus, for operators; false by default.</summary>
    public bool Projected { get; init; }

    /// <summary>The runtime as journals name it; <c>simulated</c> by default.</summary>
    public string Runtime { get; init; } = "simulated";

    /// <summary>Width of a SIMD register in bits as journals name it; 256 by default.</summary>
    public int VectorWidth { get; init; } = 256;

    /// <summary>Whether journals say of themselves that they are of a dry run; false by default.</summary>
    public bool DryRun { get; init; }

    /// <summary>Where faults and onlookers take hold.</summary>
    public Tampering Tampering { get; init; } = Tampering.None;

    /// <summary>Callbacks within one instant that count as a livelock; 200,000 by default.</summary>
    public long LivelockLimit { get; init; } = 200_000;
}
