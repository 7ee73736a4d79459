using ClosedLoop.Domain;
using ClosedLoop.Optimization;
using ClosedLoop.Simulators;

namespace ClosedLoop.Soaks;

/// <summary>One world: campaigns, a lab, and what goes wrong.</summary>
internal sealed record SoakCase
{
    /// <summary>How long after the last fault every campaign must have ended, in virtual time.</summary>
    public static readonly TimeSpan DefaultSettling = TimeSpan.FromHours(2);

    /// <summary>Decides what chance decides in the world.</summary>
    public required ulong Seed { get; init; }

    public required IReadOnlyList<CampaignSpec> Campaigns { get; init; }

    public required IReadOnlyList<SimulatedInstrumentSettings> Instruments { get; init; }

    /// <summary>What goes wrong; each keeps the number that it has where it was drawn.</summary>
    public IReadOnlyList<SoakFault> Faults { get; init; } = [];

    /// <summary>When the last fault is over, since the start.</summary>
    public TimeSpan Calm { get; init; }

    /// <summary>How long after <see cref="Calm"/> every campaign must have ended.</summary>
    public TimeSpan Settling { get; init; } = DefaultSettling;

    /// <summary>What else goes wrong, in the words of scenario files; null for nothing.</summary>
    public Scenario? Scenario { get; init; }

    /// <summary>What steps use up; nothing by default.</summary>
    public IReadOnlyList<StockItem> Stock { get; init; } = [];

    /// <summary>How the bus behaves besides the faults.</summary>
    public BusFaults Bus { get; init; } = new();

    /// <summary>Whether campaigns are shown on the bus.</summary>
    public bool Projected { get; init; }

    /// <summary>Whether an operator comes in the end and resumes what is paused; else it may stay so, visibly.</summary>
    public bool Resumed { get; init; } = true;

    public Func<IPlanner> Planner { get; init; } = () => new DrawPlanner();

    /// <summary>Whether a scenario is at work: devices, disks and clocks may do anything, and what counts is that nothing is lost, nothing is done twice, and the end.</summary>
    public bool Strange => Scenario is not null;

    /// <summary>Whether a campaign is expected to end by itself.</summary>
    public bool MustEnd => Scenario is null or { Expect.Ends: ExpectedEnd.Completed };

    /// <summary>Whether results are what the device measured.</summary>
    public bool MeasuresTruly => Scenario?.Faults.Any(fault => fault is Fault.OfResult) != true;

    /// <summary>Whether an instrument may lose its ledger: what it was doing then is unknown for ever.</summary>
    public bool LosesLedgers { get => field || Strange || Faults.Any(fault => fault is SoakFault.LoseLedger); init; }

    /// <summary>Whether steps may fail, be refused, or come too late.</summary>
    public bool MayFail => Strange || Instruments.SelectMany(instrument => instrument.Capabilities).Any(capability => capability.Failures.Count > 0 || capability.Limits.Count > 0)
        || Campaigns.Any(spec => spec.Workflow.Any(step => step.Within is not null || step.Approve is not null));

    /// <summary>Whether messages overtake each other: then a question may come after the close, and its answer stays published if the instrument dies right after it.</summary>
    public bool HasOvertaking => Strange || Bus.Reorder || Faults.Any(fault => fault is SoakFault.Reorder);

    /// <summary>Whether a publish may still be on its way when its sender is dead.</summary>
    public bool HasSlowPublish => Bus.PublishLatency || Faults.Any(fault => fault is SoakFault.SlowPublish);

    /// <summary>Whether the broker may acknowledge a message and lose it.</summary>
    public bool HasSilentLoss => Bus.DropSilently > 0 || Faults.Any(fault => fault is SoakFault.Drop);

    /// <summary>In the words of people, a line for each piece.</summary>
    public IEnumerable<string> Describe()
    {
        foreach (var spec in Campaigns)
        {
            var budget = $"{spec.Budget.Trials} trials{(spec.Budget.Time is { } time ? $", {time}" : "")}{(spec.Budget.Cost is { } cost ? $", cost {cost}" : "")}";
            var steps = spec.Workflow.Select(step => $"{step.Name} (by {step.Deadline:mm\\:ss}{(step.Repeatable ? ", repeatable" : "")}{(step.Within is null ? "" : ", within a time")}{(step.Approve is null ? "" : ", to be approved")})");
            yield return FormattableString.Invariant($"campaign {spec.Name}: {budget}, {spec.Batch.Mode} {spec.Batch.Size}, {string.Join(" → ", steps)}");
        }

        foreach (var instrument in Instruments)
        {
            var abilities = instrument.Capabilities.Select(capability =>
                FormattableString.Invariant($"{capability.Name} {capability.MeanDuration.TotalSeconds:F0} s{string.Concat(capability.Failures.Select(f => FormattableString.Invariant($", fails {f.Probability:F2} {f.Sample}")))}"));
            yield return $"instrument {instrument.Id}: {string.Join("; ", abilities)}; does {instrument.Capacity} at once{(instrument.KeepsSamples ? "; keeps samples" : "")}{(instrument.Recovers ? "" : "; cannot be asked after a crash")}";
        }

        foreach (var item in Stock)
        {
            yield return FormattableString.Invariant($"stock {item.Name}: {item.Amount:0.#} for {string.Join(", ", item.Uses.Keys)}");
        }

        foreach (var fault in Faults)
        {
            yield return $"fault {fault.Number}: {fault}";
        }
    }
}
