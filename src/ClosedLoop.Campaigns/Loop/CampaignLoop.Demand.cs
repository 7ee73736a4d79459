using System.Collections.Immutable;
using ClosedLoop.Domain;

namespace ClosedLoop.Campaigns;

/// <content>What the lab has to know of a campaign.</content>
public static partial class CampaignLoop
{
    /// <summary>What the campaign wants of the lab: its samples in flight, where they are, and what they still need.</summary>
    public static CampaignDemand Demand(CampaignState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        if (state.Spec is not { } spec || state.IsOver)
        {
            return new CampaignDemand(state.Run, state.Spec?.Name ?? "", 1, []);
        }

        var owed = OwedSteps(state).ToDictionary(step => step.Id.Trial, step => step.Id);
        return new CampaignDemand(state.Run, spec.Name, spec.Priority ?? 1, [.. state.InFlight.Select(trial => Route(state, trial, owed.GetValueOrDefault(trial.Number)))]);
    }

    /// <summary>Whether a sample is still where an attempt brought it: no later one was taken up by an instrument.</summary>
    public static bool LiesAt(CampaignState state, DispatchId id)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(id);
        return state.Trials.TryGetValue(id.Trial, out var trial) && trial.Status == TrialStatus.InFlight && Lies(trial) == id;
    }

    private static DispatchId? Lies(TrialState trial) =>
        trial.Dispatches.LastOrDefault(dispatch => dispatch.Phase != DispatchPhase.Dispatched && !IsRefused(dispatch))?.Id;

    private static SampleRoute Route(CampaignState state, TrialState trial, DispatchId? owed)
    {
        var running = trial.Dispatches.FindLast(dispatch => dispatch.IsOpen)?.Id;
        var outputs = Outputs(state.Spec!, trial);
        var steps = state.Spec!.WorkflowOf(trial.Proposed.Source)
            .Where(step => !IsDone(trial, step) && step.Name != running?.Step)
            .Select(step => new RouteStep(step.Name, step.Capability, KnownInputs(trial, step, outputs), step.Deadline)
            {
                Within = trial.MissedWindows.Contains(step.Name) ? null : step.Within?.Time,
                Learned = state.Durations.GetValueOrDefault(step.Name) ?? ImmutableSortedDictionary<string, StepDuration>.Empty,
            });
        return new SampleRoute(trial.Number, [.. steps])
        {
            Owed = owed,
            Since = WaitsSince(trial),
            NotBefore = owed is null ? default : NotBefore(trial, owed.Step),
            Until = owed is null ? null : WindowEnd(state, owed),
            Running = running,
            Lies = Lies(trial),
        };
    }

    private static Dictionary<string, ParameterValue> KnownInputs(TrialState trial, Step step, Dictionary<string, ParameterValue> outputs)
    {
        var known = new Dictionary<string, ParameterValue>();
        foreach (var (name, input) in step.Inputs)
        {
            if (input.From is not { } from)
            {
                known[name] = input.Constant!.Value;
            }
            else if (outputs.TryGetValue(from, out var value) || trial.Proposed.Candidate.TryGet(from, out value))
            {
                known[name] = value;
            }
        }

        return known;
    }

    /// <summary>Since its last attempt ended, or else since it was proposed.</summary>
    private static DateTimeOffset WaitsSince(TrialState trial) =>
        trial.Dispatches.Select(dispatch => dispatch.Result?.At ?? dispatch.Failure?.At ?? dispatch.KnownAt).Append(trial.ProposedAt).Max();

    /// <summary>
    /// An attempt that was refused, or whose machine failed, is followed by a pause that grows with each one more: the instrument was taken by somebody of whom nobody here
    /// knew, or a disk is full and a node away for a while.
    /// </summary>
    private static DateTimeOffset NotBefore(TrialState trial, string step)
    {
        var attempts = trial.Dispatches.Where(dispatch => dispatch.Id.Step == step).ToList();
        if (attempts is not [.., { Failure: { Kind: FailureKind.Rejected or FailureKind.Infrastructure } last }])
        {
            return default;
        }

        var alike = attempts.AsEnumerable().Reverse().TakeWhile(dispatch => dispatch.Failure?.Kind == last.Kind).Count();
        return last.At + (last.Kind == FailureKind.Rejected ? LoopTimes.RefusalPause(alike) : LoopTimes.InfrastructurePause(alike));
    }
}
