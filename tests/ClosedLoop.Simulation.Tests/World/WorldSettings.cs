using ClosedLoop.Domain;
using ClosedLoop.Optimization;

namespace ClosedLoop.Simulation.Tests;

/// <summary>What a world holds. By default one asynchronous campaign, three instruments that recover, nothing that fails.</summary>
internal sealed record WorldSettings
{
    public IReadOnlyList<CampaignSpec> Campaigns { get; init; } = [Specs.Asynchronous()];

    /// <summary>Whether instruments can ask their benches after a crash.</summary>
    public bool Recoverable { get; init; } = true;

    /// <summary>Probability that a step fails before its sample is touched.</summary>
    public double FailsUntouched { get; init; }

    /// <summary>Probability that a step spoils its sample.</summary>
    public double FailsAltered { get; init; }

    /// <summary>Whether an instrument may lose its disk: what it was doing then is unknown for ever.</summary>
    public bool LosesLedgers { get; init; }

    /// <summary>Whether campaigns are shown on the bus.</summary>
    public bool Projected { get; init; }

    public Func<IPlanner> Planner { get; init; } = () => new DrawPlanner();

    public Tampering Tampering { get; init; } = Tampering.None;
}
