using ClosedLoop.Campaigns;
using ClosedLoop.Domain;
using ClosedLoop.Orchestrator;
using ClosedLoop.Reports;
using ClosedLoop.Simulators;
using ClosedLoop.VirtualLabs;

namespace ClosedLoop.DryRuns;

/// <summary>
/// One campaign in virtual time: the production loop and its own optimizer over simulated instruments. The same plan and number give the same bytes.
/// </summary>
public static class DryRun
{
    /// <summary>A run in which nothing happens for so long waits for a person.</summary>
    private static readonly TimeSpan LeastPatience = TimeSpan.FromDays(1);

    private static readonly TimeSpan Longest = TimeSpan.FromDays(3650);

    /// <summary>Runs the campaign to its end, or until nothing happens any more.</summary>
    /// <param name="plan">What is run.</param>
    /// <param name="number">Which run, from 1: the first is the campaign with its own seed; each further one has the next seed, and a world of its own.</param>
    /// <param name="cancellationToken">Gives the run up.</param>
    /// <exception cref="OperationCanceledException">It was given up.</exception>
    public static DryRunOutcome Run(DryRunPlan plan, int number, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentOutOfRangeException.ThrowIfLessThan(number, 1);
        var spec = plan.Spec with { Seed = plan.Spec.Seed + (ulong)number - 1 };
        var seed = SeededRandom.For(plan.Seed, (ulong)number).NextUInt64();
        var pulse = new Pulse(plan.Start);
        VirtualLab? lab = null;
        var instruments = plan.Lab.Draw(seed, sample => lab!.CandidateOf(sample));
        var scenario = plan.Scenario is { } trouble ? new VirtualScenario(trouble, seed) : null;
        var settings = plan.Prepare(new VirtualLabSettings
        {
            Campaigns = [spec],
            Instruments = [.. instruments.Select(VirtualInstrument.Of)],
            Stock = plan.Stock,
            PersonAnswersAfter = TimeSpan.Zero,
            Seed = seed,
            Lab = spec.Lab,
            Start = plan.Start,
            Observers = _ => [pulse],
            Runtime = plan.Runtime,
            VectorWidth = plan.VectorWidth,
            DryRun = true,
        });
        lab = new VirtualLab(scenario?.Prepare(settings, instruments) ?? settings);
        scenario?.Begin(lab);
        lab.Start();
        var patience = Patience(spec);
        lab.Scheduler.Run(() => lab.IsOver || cancellationToken.IsCancellationRequested || lab.Scheduler.Now - pulse.Last > patience, plan.Start + Longest);
        cancellationToken.ThrowIfCancellationRequested();
        var events = lab.Events(spec.Name);
        return new DryRunOutcome(number, events, lab.JournalBytes(spec.Name), ForecastRun.Of(number, events, plan.Stock))
        {
            Scenario = scenario?.Outcome(events),
        };
    }

    /// <summary>Silence becomes an event after at most twice a step's deadline, so a healthy run is never quiet for so long.</summary>
    private static TimeSpan Patience(CampaignSpec spec)
    {
        var deadline = 4 * spec.Workflow.Max(step => step.Deadline);
        return deadline > LeastPatience ? deadline : LeastPatience;
    }

    private sealed class Pulse(DateTimeOffset start) : ICampaignObserver
    {
        public DateTimeOffset Last { get; private set; } = start;

        public void Happened(CampaignState state, IReadOnlyList<CampaignEvent> events, string headHash) => Last = state.LastAt;
    }
}
