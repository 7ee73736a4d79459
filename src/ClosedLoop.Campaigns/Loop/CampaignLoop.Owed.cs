using ClosedLoop.Domain;

namespace ClosedLoop.Campaigns;

public static partial class CampaignLoop
{
    private static bool IsDone(TrialState trial, Step step)
    {
        foreach (var dispatch in trial.Dispatches)
        {
            if (dispatch.Phase == DispatchPhase.Succeeded && dispatch.Id.Step == step.Name)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Only an untouched sample, or a step declared repeatable, is attempted again; and not where the same again would fail again.</summary>
    private static bool MayRepeat(Step step, DispatchState last) => last.Phase switch
    {
        DispatchPhase.Failed when last.Failure!.Kind is FailureKind.Unconverged or FailureKind.Failed or FailureKind.Implausible => false,
        DispatchPhase.Failed => step.Repeatable || last.Failure!.Sample == SampleFate.Untouched,
        DispatchPhase.Indeterminate => step.Repeatable,
        _ => false,
    };

    /// <summary>All outputs of a trial's done steps; the success that came first counts, for what came after it was made from it.</summary>
    private static Dictionary<string, ParameterValue> Outputs(CampaignSpec spec, TrialState trial)
    {
        var outputs = new Dictionary<string, ParameterValue>();
        foreach (var step in spec.Workflow)
        {
            var done = trial.Dispatches.Where(dispatch => dispatch.Phase == DispatchPhase.Succeeded && dispatch.Id.Step == step.Name).MinBy(dispatch => dispatch.Result!.At);
            if (done is not null)
            {
                foreach (var name in step.Outputs)
                {
                    outputs[name] = done.Result!.Outputs[name];
                }
            }
        }

        return outputs;
    }

    /// <summary>The command parameters of a step: candidate values, outputs of earlier steps, constants.</summary>
    public static IReadOnlyDictionary<string, ParameterValue> Inputs(CampaignState state, DispatchId id)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(id);
        var trial = state.Trials[id.Trial];
        var outputs = Outputs(state.Spec!, trial);
        return state.Step(id.Step).Inputs.ToDictionary(
            input => input.Key,
            input => input.Value.From is not { } from ? input.Value.Constant!.Value
                : outputs.TryGetValue(from, out var output) ? output
                : trial.Proposed.Candidate[from]);
    }

    /// <summary>The proposal that is owed, or null.</summary>
    private static CampaignWork.Propose? OwedProposal(CampaignState state)
    {
        if (state.Stage != RunStage.Running || state.Paused || state.Draining || state.Exhausted || state.Fault is not null || state.TrainedOn != state.DataHash)
        {
            return null;
        }

        var spec = state.Spec!;
        var inFlight = state.InFlight.Count;
        var wanted = spec.Batch.Mode == BatchMode.Asynchronous ? spec.Batch.Size - inFlight : inFlight == 0 ? spec.Batch.Size : 0;
        var count = Math.Min(wanted, spec.Budget.Trials - state.Trials.Count);
        if (spec.Budget.Cost is not null)
        {
            // At least one of them at the target: without the means for that a cheap trial helps nobody.
            var target = spec.CostOf(spec.Target);
            var least = spec.Sources?.Min(source => spec.CostOf(source.Name)) ?? target;
            while (count > 0 && !Affords(state, ((count - 1) * least) + target))
            {
                count--;
            }
        }

        return count <= 0 ? null : new CampaignWork.Propose(state.Proposals + 1, count, state.DataHash, string.Join(',', state.Pending.Select(trial => trial.Number)));
    }

    /// <summary>Whether an attempt waits for an instrument.</summary>
    public static bool Owes(CampaignState state, DispatchId id)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(id);
        return MayBegin(state) && state.Trials.TryGetValue(id.Trial, out var trial) && OwedStep(state, trial)?.Id == id;
    }

    /// <summary>The attempts that wait for an instrument, in trial order.</summary>
    private static IEnumerable<(DispatchId Id, Step Step)> OwedSteps(CampaignState state) =>
        MayBegin(state) ? state.InFlight.Select(trial => OwedStep(state, trial)).OfType<(DispatchId, Step)>() : [];

    private static bool MayBegin(CampaignState state) => state.Stage is RunStage.Running or RunStage.Stopping && !state.Paused && !state.Draining && state.Fault is null;

    private static (DispatchId Id, Step Step)? OwedStep(CampaignState state, TrialState trial)
    {
        if (trial.Status != TrialStatus.InFlight || trial.Dispatches.Any(dispatch => dispatch.IsOpen))
        {
            return null;
        }

        var step = state.Spec!.WorkflowOf(trial.Proposed.Source).FirstOrDefault(step => !IsDone(trial, step));
        var last = step is null ? null : trial.Last(step.Name);
        return step is not null && IsApproved(state, trial, step) && (last is null || MayRepeat(step, last))
            ? (new DispatchId(state.Run, trial.Number, step.Name, (last?.Id.Attempt ?? 0) + 1), step)
            : null;
    }
}
