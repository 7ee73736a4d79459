using ClosedLoop.Campaigns;
using ClosedLoop.Domain;
using ClosedLoop.Simulators;

namespace ClosedLoop.Soaks;

internal sealed partial class Audit
{
    private void LookAtResults(CampaignState state)
    {
        foreach (var trial in state.Trials.Values)
        {
            foreach (var dispatch in trial.Dispatches)
            {
                LookAtResult(dispatch, _acts.GetValueOrDefault(dispatch.Id) ?? []);
            }

            LookAtObservation(state.Spec!, trial);
        }

        foreach (var id in _acts.Keys.Where(id => id.Run == state.Run && state.Find(id) is null))
        {
            Say(Promise.NothingLost, $"{id} was performed and the journal does not know it");
        }

        LookAtCount(state);
    }

    private void LookAtObservation(CampaignSpec spec, TrialState trial)
    {
        if (trial.Status != TrialStatus.Observed || !_world.Case.MeasuresTruly)
        {
            return;
        }

        foreach (var output in spec.MeasuredOutputs)
        {
            // A repeatable step may have been done more than once.
            var step = spec.WorkflowOf(trial.Proposed.Source).Last(step => step.Outputs.Contains(output)).Name;
            var measured = trial.Dispatches.Where(dispatch => dispatch.Phase == DispatchPhase.Succeeded && dispatch.Id.Step == step);
            var observed = trial.Values![output];
            if (!measured.Any(dispatch => Done(dispatch.Id)?[output].Number == observed))
            {
                Say(Promise.ExactObservations, $"trial {trial.Number} is observed as {observed}, which was not measured");
            }
        }
    }

    /// <summary>Where nothing can go wrong for good, every trial is measured.</summary>
    private void LookAtCount(CampaignState state)
    {
        var sure = !_world.Case.MayFail && !_world.Case.LosesLedgers && _world.Case.Instruments.All(instrument => instrument.Recovers)
            && !state.Trials.Values.Any(trial => trial.Dispatches.Any(dispatch => dispatch.Phase == DispatchPhase.Indeterminate));
        if (!sure || state.Stage != RunStage.Completed)
        {
            return;
        }

        foreach (var trial in state.Trials.Values.Where(trial => trial.Values is null))
        {
            Say(Promise.ExactObservations, $"trial {trial.Number} is {trial.Status} without a cause: {trial.Reason}");
        }

        if (state.Reason!.StartsWith("all ", StringComparison.Ordinal) && state.Trials.Count != state.Spec!.Budget.Trials)
        {
            Say(Promise.ExactObservations, $"{state.Trials.Count} of {state.Spec.Budget.Trials} trials are there");
        }
    }

    private void LookAtResult(DispatchState dispatch, List<WitnessEntry> acts)
    {
        var last = acts.LastOrDefault()?.Kind;
        if (last == WitnessKind.Done && dispatch.Phase != DispatchPhase.Succeeded && !(dispatch.Failure?.Kind == FailureKind.Invalid && !_world.Case.MeasuresTruly) && !(dispatch.Phase == DispatchPhase.Indeterminate && MayBeUnknown(dispatch)))
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
    private bool MayBeUnknown(DispatchState dispatch) => !Recovers(dispatch.Decision.Instrument) || _world.Case.LosesLedgers || dispatch.Unanswered;

    private bool Recovers(string instrument) => _world.Case.Instruments.First(settings => settings.Id == instrument).Recovers;

    private void LookAtQuarantine(CampaignState state, IEnumerable<CampaignEvent> events)
    {
        if (_world.Case.LosesLedgers || state.Stage == RunStage.Aborted)
        {
            return;
        }

        var left = _world.Lab.Instruments.Where(machine => !Recovers(machine.Name)).SelectMany(machine => machine.LeftOpen).Where(id => id.Run == state.Run).ToHashSet();
        var indeterminate = state.Trials.Values.SelectMany(trial => trial.Dispatches).Where(dispatch => dispatch.Phase == DispatchPhase.Indeterminate).ToList();
        // Of a dispatch that was given up in long silence an instrument that answers again may know nothing.
        var silent = events.OfType<StepIndeterminate>().Where(given => given.Unanswered).Select(given => given.Id).ToHashSet();
        var unexcused = indeterminate.Select(dispatch => dispatch.Id).Where(id => !silent.Contains(id) && !left.Contains(id)).ToList();
        var missed = left.Except(indeterminate.Select(dispatch => dispatch.Id)).ToList();
        if (unexcused.Count + missed.Count > 0)
        {
            Say(Promise.ExactQuarantine, $"crashes left open {string.Join(' ', left)}; not quarantined of these are {string.Join(' ', missed)}; quarantined without a crash are {string.Join(' ', unexcused)}");
        }
    }

    /// <summary>
    /// Not looked at where messages overtake each other, nor where the broker acknowledges messages and loses them while an instrument forgot the dispatch or a publish of
    /// its last life is still on its way: nobody is left who could notice what is still shown, and it harms nothing.
    /// </summary>
    private void LookAtRetained(CampaignState state)
    {
        if (_world.Case.HasOvertaking || (_world.Case.HasSilentLoss && (_world.Case.LosesLedgers || _world.Case.HasSlowPublish)))
        {
            return;
        }

        foreach (var message in _world.Lab.Bus.Retained.Where(message => message.Topic.Contains("/dispatch/", StringComparison.Ordinal)))
        {
            if (DispatchId.TryParse(message.Topic.Split('/')[^2], out var id) && id.Run == state.Run && state.Find(id)?.Closed != false)
            {
                Say(Promise.Cleared, $"{message.Topic} is still there, and {id} is {(state.Find(id) is null ? "unknown" : "closed")}");
            }
        }
    }

    private IReadOnlyDictionary<string, ParameterValue>? Done(DispatchId id) => _acts.GetValueOrDefault(id)?.LastOrDefault(act => act.Kind == WitnessKind.Done)?.Outputs;
}
