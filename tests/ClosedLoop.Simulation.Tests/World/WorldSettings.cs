using ClosedLoop.Domain;
using ClosedLoop.Messaging;
using ClosedLoop.Optimization;
using ClosedLoop.Soaks;
using ClosedLoop.VirtualLabs;

namespace ClosedLoop.Simulation.Tests;

/// <summary>What a world holds. By default one asynchronous campaign, three instruments that recover, nothing that fails.</summary>
internal sealed record WorldSettings
{
    public IReadOnlyList<CampaignSpec> Campaigns { get; init; } = [Specs.Asynchronous()];

    /// <summary>Whether instruments can ask their devices after a crash.</summary>
    public bool Recoverable { get; init; } = true;

    /// <summary>Whether instruments keep samples in their places until the next step begins.</summary>
    public bool KeepsSamples { get; init; }

    /// <summary>Probability that a step fails before it acts.</summary>
    public double Failures { get; init; }

    /// <summary>Whether instruments may lose their ledgers: what they were doing then is unknown for ever.</summary>
    public bool LosesLedgers { get; init; }

    /// <summary>Whether campaigns are shown on the bus.</summary>
    public bool Projected { get; init; }

    public Func<IPlanner> Planner { get; init; } = () => new DrawPlanner();

    /// <summary>What the external planner answers, on a machine of its own; null without one.</summary>
    public Func<PlannerQuestionMessage, ProposalMessage>? ExternalPlanner { get; init; }

    public Tampering Tampering { get; init; } = Tampering.None;
}
