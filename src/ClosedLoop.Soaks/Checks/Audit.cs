using ClosedLoop.Campaigns;
using ClosedLoop.Domain;
using ClosedLoop.Optimization;
using ClosedLoop.Simulators;

namespace ClosedLoop.Soaks;

/// <summary>Looks at a world when it is over: journals, ledgers and what the devices remember. What only grows need not be looked at before.</summary>
internal sealed partial class Audit
{
    private readonly SoakWorld _world;
    private readonly List<Violation> _violations;
    private readonly Dictionary<DispatchId, List<WitnessEntry>> _acts;

    private Audit(SoakWorld world)
    {
        _world = world;
        _violations = [.. world.Watch.Violations];
        _acts = world.Lab.Instruments.SelectMany(machine => machine.Witness).GroupBy(act => act.DispatchId).ToDictionary(acts => acts.Key, acts => acts.ToList());
    }

    /// <summary>Every broken promise.</summary>
    public static IReadOnlyList<Violation> Of(SoakWorld world)
    {
        var audit = new Audit(world);
        foreach (var spec in world.Case.Campaigns)
        {
            var events = world.Lab.Events(spec.Name);
            audit.LookAtActs(spec, CampaignLoop.Fold(events));
            audit.LookAtApprovals(spec, CampaignLoop.Fold(events));
            audit.LookAt(spec, events);
        }

        audit.LookAtStock();

        return audit._violations;
    }

    private void Say(Promise promise, string text) => _violations.Add(new Violation(promise, text));

    /// <summary>A dispatch is begun at most once; a step too, unless it may be repeated.</summary>
    private void LookAtActs(CampaignSpec spec, CampaignState state)
    {
        var repeatable = spec.Workflow.Where(step => step.Repeatable).Select(step => step.Name).ToHashSet();
        var begun = _acts.Values.SelectMany(acts => acts).Where(act => act.Kind == WitnessKind.Begun && act.DispatchId.Run == state.Run);
        foreach (var acts in begun.GroupBy(act => (act.DispatchId.Trial, act.DispatchId.Step, repeatable.Contains(act.DispatchId.Step) ? act.DispatchId.Attempt : 0)).Where(acts => acts.Count() > 1))
        {
            Say(Promise.ActsOnce, $"trial {acts.Key.Trial} {acts.Key.Step} was begun {acts.Count()} times: {string.Join(", ", acts.Select(act => $"{act.DispatchId} at {act.Time:HH:mm:ss}"))}");
        }
    }

    private void LookAt(CampaignSpec spec, IReadOnlyList<CampaignEvent> events)
    {
        LookAtDecisions(events);
        if (!_world.Lab.Ended.TryGetValue(spec.Name, out var ended) || !ended.IsOver)
        {
            var state = CampaignLoop.Fold(events);
            if (_world.Case.MustEnd && !WaitsForPerson(state))
            {
                Say(Promise.Ends, $"{spec.Name}: {(state.Spec is null ? "not started" : $"{PhaseTable.Of(state)}, {state.Fault} observed {state.Observed.Count}, open {Open(state)}")}");
            }

            return;
        }

        LookAtResults(ended);
        LookAtQuarantine(ended, events);
        LookAtRetained(ended);
        if (!Watch.Same(CampaignLoop.Fold(events), ended))
        {
            Say(Promise.Replays, $"{spec.Name}: the journal does not tell the runner's last state");
        }
    }

    /// <summary>Whether an operator has paused it and nobody has resumed it: that is seen in its phase.</summary>
    private bool WaitsForPerson(CampaignState state) => !_world.Case.Resumed && state.Spec is not null && PhaseTable.Of(state) == CampaignPhase.Paused;

    private void LookAtDecisions(IReadOnlyList<CampaignEvent> events)
    {
        var planner = _world.Case.Planner();
        var state = CampaignState.Empty;
        var dispatched = new HashSet<DispatchId>();
        foreach (var happened in events)
        {
            if (happened is StepDispatched dispatch && !dispatched.Add(dispatch.Id))
            {
                Say(Promise.UniqueDispatches, $"{dispatch.Id} is decided twice");
            }
            else if (happened is BatchProposed batch)
            {
                LookAtProposal(planner, state, batch);
            }

            state = CampaignLoop.Evolve(state, happened);
            if (happened is BatchProposed && state.InFlight.Count > state.Spec!.Batch.Size)
            {
                // A late answer may bring a trial back that had been given up: only a proposal must not.
                Say(Promise.Budget, $"{state.InFlight.Count} trials are in flight after proposal {state.Proposals}, {state.Spec.Batch.Size} are allowed");
            }
        }
    }

    private void LookAtProposal(IPlanner planner, CampaignState state, BatchProposed batch)
    {
        if (batch.By is { FellBack: null })
        {
            // Another program's answer cannot be made again here.
            return;
        }

        var pending = state.Pending.ToList();
        var problem = PlanningProblem.Of(state.Spec!);
        var again = planner.Propose(problem, new PlanningRequest(batch.Number, batch.Trials.Count, state.Observed, [.. pending.Select(trial => trial.Proposed.Candidate)])
        {
            PendingSources = state.Spec!.Sources is null ? [] : [.. pending.Select(trial => trial.Proposed.Source)],
            Remaining = CampaignLoop.Remaining(state),
        });
        if (!again.Candidates.Select(candidate => (candidate.Candidate, candidate.Source)).SequenceEqual(batch.Trials.Select(trial => (trial.Proposed.Candidate, trial.Proposed.Source)))
            || !pending.Select(trial => trial.Number).SequenceEqual(batch.Pending))
        {
            Say(Promise.SameProposals, $"proposal {batch.Number} cannot be made again from the journal before it");
        }
    }

    private static string Open(CampaignState state) =>
        string.Join(", ", state.Trials.Values.Where(trial => trial.Status == TrialStatus.InFlight).Select(trial => $"{trial.Number}:{trial.Dispatches.LastOrDefault()?.Id.Step} {trial.Dispatches.LastOrDefault()?.Phase}"));
}
