using ClosedLoop.Domain;
using ClosedLoop.Reports;
using ClosedLoop.VirtualLabs;

namespace ClosedLoop.DryRuns;

/// <summary>What is to be dry-run.</summary>
public sealed record DryRunPlan
{
    /// <summary>The campaign as its file says it.</summary>
    public required CampaignSpec Spec { get; init; }

    /// <summary>The instruments.</summary>
    public required StandInLab Lab { get; init; }

    /// <summary>What steps use up; nothing by default.</summary>
    public IReadOnlyList<StockItem> Stock { get; init; } = [];

    /// <summary>Decides the chance of all runs; 1 by default.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>When the campaign is thought to be started.</summary>
    public required DateTimeOffset Start { get; init; }

    /// <summary>The runtime as journals name it.</summary>
    public required string Runtime { get; init; }

    /// <summary>Width of a SIMD register in bits as journals name it.</summary>
    public required int VectorWidth { get; init; }

    /// <summary>What goes wrong in each run; null for nothing, the default.</summary>
    public Scenario? Scenario { get; init; }

    /// <summary>What else is set for the lab of each run, such as another optimizer. Nothing by default.</summary>
    public Func<VirtualLabSettings, VirtualLabSettings> Prepare { get; init; } = settings => settings;
}
