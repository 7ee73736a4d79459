using System.Text.Json;
using ClosedLoop.Campaigns;
using ClosedLoop.Domain;
using ClosedLoop.Messaging;
using ClosedLoop.Optimization;
using ClosedLoop.Simulators;

namespace ClosedLoop.Simulation.Tests;

/// <summary>Looks at a world when it is over: journals, ledgers and what the devices remember.</summary>
internal sealed class Audit
{
    private readonly LabWorld _world;
    private readonly List<Violation> _violations;
    private readonly Dictionary<DispatchId, List<WitnessEntry>> _acts;

    private Audit(LabWorld world)
    {
        _world = world;
        _violations = [.. world.Watch.Violations];
        _acts = world.Instruments.SelectMany(machine => machine.Witness).GroupBy(act => act.DispatchId).ToDictionary(acts => acts.Key, acts => acts.ToList());
    }

    /// <summary>Every broken promise.</summary>
    public static IReadOnlyList<Violation> Of(LabWorld world)
    {
        var audit = new Audit(world);
        audit.LookAtActs();
        foreach (var spec in world.Settings.Campaigns)
        {
            audit.LookAt(spec);
        }

        return audit._violations;
    }

    private void Say(Promise promise, string text) => _violations.Add(new Violation(promise, text));

    private void LookAtActs()
    {
        foreach (var begun in _acts.Values.SelectMany(acts => acts).Where(act => act.Kind == WitnessKind.Begun).GroupBy(act => (act.DispatchId.Run, act.DispatchId.Trial, act.DispatchId.Step)))
        {
            if (begun.Count() > 1)
            {
                Say(Promise.ActsOnce, $"{begun.Key} was begun {begun.Count()} times: {string.Join(", ", begun.Select(act => $"{act.DispatchId} at {act.Time:HH:mm:ss}"))}");
            }
        }
    }

    private void LookAt(CampaignSpec spec)
    {
        var events = _world.Events(spec.Name);
        if (!_world.Ended.TryGetValue(spec.Name, out var ended) || !ended.IsOver)
        {
            var state = CampaignLoop.Fold(events);
            Say(Promise.Ends, $"{spec.Name}: {(state.Spec is null ? "not started" : $"{PhaseTable.Of(state)}, {state.Fault} observed {state.Observed.Count}, open {Open(state)}")}");
            return;
        }

        LookAtDecisions(events, spec);
        LookAtResults(ended);
        LookAtQuarantine(ended);
        LookAtRetained(ended);
        if (JsonSerializer.Serialize(CampaignLoop.Fold(events)) != JsonSerializer.Serialize(ended))
        {
            Say(Promise.Replays, $"{spec.Name}: the journal does not tell the runner's last state");
        }
    }

    private void LookAtDecisions(IReadOnlyList<CampaignEvent> events, CampaignSpec spec)
    {
        var planner = _world.Settings.Planner();
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
        }

        if (state.Trials.Count > spec.Budget.Trials || state.Spent > spec.Budget.Cost)
        {
            Say(Promise.Budget, $"{state.Trials.Count} trials cost {state.Spent}");
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

    private void LookAtResults(CampaignState state)
    {
        foreach (var trial in state.Trials.Values)
        {
            foreach (var dispatch in trial.Dispatches)
            {
                LookAtResult(dispatch, _acts.GetValueOrDefault(dispatch.Id) ?? []);
            }

            if (trial.Status == TrialStatus.Observed && trial.Values!["yield"] != Done(trial.Last(state.Spec!.WorkflowOf(trial.Proposed.Source).Last().Name)!.Id)?["yield"].Number)
            {
                Say(Promise.ExactObservations, $"trial {trial.Number} is observed as {trial.Values["yield"]}, which was not measured");
            }
        }

        foreach (var id in _acts.Keys.Where(id => id.Run == state.Run && state.Find(id) is null))
        {
            Say(Promise.NothingLost, $"{id} was performed and the journal does not know it");
        }

        var wanted = state.Stage == RunStage.Completed && state.Reason!.StartsWith("all ", StringComparison.Ordinal) ? state.Spec!.Budget.Trials : -1;
        if (_world.Settings is { Recoverable: true, Failures: 0, LosesLedgers: false } && wanted >= 0 && state.Observed.Count(trial => trial.Values is not null) != wanted)
        {
            var failed = state.Trials.Values.Where(trial => trial.Status != TrialStatus.Observed).Select(trial => $"{trial.Number} {trial.Status} {trial.Reason}");
            Say(Promise.ExactObservations, $"{state.Observed.Count} of {wanted} observed; {string.Join("; ", failed)}");
        }
    }

    private void LookAtResult(DispatchState dispatch, List<WitnessEntry> acts)
    {
        var last = acts.LastOrDefault()?.Kind;
        if (last == WitnessKind.Done && dispatch.Phase != DispatchPhase.Succeeded && !(dispatch.Phase == DispatchPhase.Indeterminate && MayBeUnknown(dispatch)))
        {
            Say(Promise.NothingLost, $"{dispatch.Id} was done and the journal says {dispatch.Phase} {dispatch.Failure}");
        }
        else if (last != WitnessKind.Done && dispatch.Phase == DispatchPhase.Succeeded)
        {
            Say(Promise.NothingLost, $"{dispatch.Id} succeeded without being done");
        }

        if (dispatch is { Phase: DispatchPhase.Failed, Failure.Sample: SampleFate.Untouched } && acts.Count > 0)
        {
            Say(Promise.UntouchedIsUntouched, $"{dispatch.Id} is said to have left the sample untouched ({dispatch.Failure.Message}) and was begun at {acts[0].Time:HH:mm:ss}");
        }
    }

    /// <summary>Only a crash of an instrument that cannot ask its device, a lost ledger, or long silence excuse not knowing.</summary>
    private bool MayBeUnknown(DispatchState dispatch) => !_world.Settings.Recoverable || _world.Settings.LosesLedgers || dispatch.Unanswered;

    private void LookAtQuarantine(CampaignState state)
    {
        if (_world.Settings.LosesLedgers || state.Stage == RunStage.Aborted)
        {
            return;
        }

        var left = _world.Settings.Recoverable ? [] : _world.Instruments.SelectMany(machine => machine.LeftOpen).Where(id => id.Run == state.Run).ToHashSet();
        var indeterminate = state.Trials.Values.SelectMany(trial => trial.Dispatches).Where(dispatch => dispatch.Phase == DispatchPhase.Indeterminate).Select(dispatch => dispatch.Id).ToHashSet();
        if (!left.SetEquals(indeterminate))
        {
            Say(Promise.ExactQuarantine, $"crashes left open {string.Join(' ', left)}; the journal has quarantined {string.Join(' ', indeterminate)}");
        }
    }

    /// <summary>
    /// Not looked at where messages overtake each other, nor where an instrument forgot the dispatch and the broker acknowledges a clear and loses it: nobody is left who
    /// could notice what is still shown, and it harms nothing.
    /// </summary>
    private void LookAtRetained(CampaignState state)
    {
        if (_world.Settings.LosesLedgers && _world.HasSilentLoss)
        {
            return;
        }

        foreach (var message in _world.HasOvertaking ? [] : _world.Bus.Retained.Where(message => message.Topic.Contains("/dispatch/", StringComparison.Ordinal)))
        {
            if (DispatchId.TryParse(message.Topic.Split('/')[^2], out var id) && id.Run == state.Run && state.Find(id)?.Closed != false)
            {
                Say(Promise.Cleared, $"{message.Topic} is still there, and {id} is {(state.Find(id) is null ? "unknown" : "closed")}");
            }
        }
    }

    private IReadOnlyDictionary<string, ParameterValue>? Done(DispatchId id) => _acts.GetValueOrDefault(id)?.LastOrDefault(act => act.Kind == WitnessKind.Done)?.Outputs;

    private static string Open(CampaignState state) =>
        string.Join(", ", state.Trials.Values.Where(trial => trial.Status == TrialStatus.InFlight).Select(trial => $"{trial.Number}:{trial.Dispatches.LastOrDefault()?.Id.Step} {trial.Dispatches.LastOrDefault()?.Phase}"));
}
