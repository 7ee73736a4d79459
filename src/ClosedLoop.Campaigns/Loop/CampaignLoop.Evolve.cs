using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using ClosedLoop.Domain;

namespace ClosedLoop.Campaigns;

/// <summary>The loop: three pure functions. No clock, no I/O, no chance of their own.</summary>
public static partial class CampaignLoop
{
    /// <summary>The state after all events, from the beginning.</summary>
    public static CampaignState Fold(IEnumerable<CampaignEvent> events) => events.Aggregate(CampaignState.Empty, Evolve);

    /// <summary>The state after one more event. Total: it never fails on an event that <c>Decide</c> made.</summary>
    public static CampaignState Evolve(CampaignState state, CampaignEvent happened)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(happened);
        return Apply(state, happened) with { LastAt = happened.At };
    }

    private static CampaignState Apply(CampaignState state, CampaignEvent happened) => happened switch
    {
        CampaignStarted e => state with { Run = e.Run, Spec = e.Spec, SpecHash = e.SpecHash, DryRun = e.DryRun, StartedAt = e.At, Stage = RunStage.Running },
        CampaignOpened e => state with { Epoch = e.Epoch, OpenedAt = e.At, Draining = false, Suspended = false, Fault = null },
        BatchProposed e => Propose(state, e),
        StepDispatched e => Dispatch(state, e),
        StepAccepted e => Release(Change(state, e.Id, dispatch => dispatch with { Phase = DispatchPhase.Accepted, KnownAt = e.At, Unanswered = false }), e.Id),
        StepSucceeded e => Release(Settle(Change(Learn(state, e), e.Id, dispatch => dispatch with { Phase = DispatchPhase.Succeeded, Result = e, Unanswered = false }), e), e.Id),
        StepFailed e => Release(Refund(Change(state, e.Id, dispatch => dispatch with { Phase = DispatchPhase.Failed, Failure = e, Unanswered = false }), e), e.Id),
        StepIndeterminate e => Quarantine(Change(state, e.Id, dispatch => dispatch with { Phase = DispatchPhase.Indeterminate, Unanswered = e.Unanswered }), e),
        WindowMissed e => state with
        {
            Trials = state.Trials.SetItem(e.Trial, state.Trials[e.Trial] with { MissedWindows = state.Trials[e.Trial].MissedWindows.Add(e.Step) }),
        },
        StockShort e => state with { Trials = state.Trials.SetItem(e.Id.Trial, state.Trials[e.Id.Trial] with { Lacks = e.Item }) },
        PersonAsked e => Request(state, e),
        PersonAnswered e => Change(state, e.Trial, e.Step, request => request with { Answer = e }),
        RequestWithdrawn e => Change(state, e.Trial, e.Step, request => request with { Withdrawn = true }),
        StepClosed e => Change(state, e.Id, dispatch => dispatch with { Closed = true }),
        ObservationRecorded e => Observe(state, e),
        TrialFailed e => Fail(state, e),
        Retrained e => state with { TrainedOn = e.DataHash, Model = e.Model },
        AlarmRaised or AlarmEnded => state,
        MessageQuarantined => state with { QuarantinedMessages = state.QuarantinedMessages + 1 },
        CampaignPaused => state with { Paused = true },
        CampaignResumed => state with { Paused = false },
        CampaignStopping e => state with { Stage = RunStage.Stopping, Reason = e.Reason },
        CampaignAborting e => state with { Stage = RunStage.Aborting, Reason = e.Reason },
        CampaignDraining => state with { Draining = true },
        CampaignSuspended => state with { Suspended = true },
        CampaignFaulted e => state with { Fault = e.Reason },
        CampaignCompleted e => state with { Stage = RunStage.Completed, Reason = e.Reason, EndedAt = e.At },
        CampaignAborted e => state with { Stage = RunStage.Aborted, Reason = e.Reason, EndedAt = e.At },
        _ => throw new InvalidOperationException($"Unknown event {happened.GetType().Name}"),
    };

    private static CampaignState Propose(CampaignState state, BatchProposed e) => state with
    {
        Proposals = e.Number,
        Exhausted = e.Trials.Count == 0,
        Trials = state.Trials.AddRange(e.Trials.Select(trial => KeyValuePair.Create(
            trial.Trial,
            new TrialState { Number = trial.Trial, Proposed = trial.Proposed, Proposal = e.Number, ProposedAt = e.At }))),
    };

    private static CampaignState Dispatch(CampaignState state, StepDispatched e)
    {
        var trial = state.Trials[e.Id.Trial];
        return Spend(state, e.Id, state.Step(e.Id.Step).Cost) with
        {
            Trials = state.Trials.SetItem(trial.Number, trial with { Lacks = null, Dispatches = trial.Dispatches.Add(new DispatchState { Decision = e, Epoch = state.Epoch, KnownAt = e.At }) }),
        };
    }

    private static CampaignState Refund(CampaignState state, StepFailed e)
    {
        var reserved = state.Step(e.Id.Step).Cost;
        return (IsRefused(state.Find(e.Id)!) ? 0 : e.Cost) is { } cost ? Spend(state, e.Id, cost - reserved) : state;
    }

    /// <summary>What was reserved becomes what was really spent, where the step tells it.</summary>
    private static CampaignState Settle(CampaignState state, StepSucceeded e) =>
        state.Step(e.Id.Step) is { CostOutput: { } output } step ? Spend(state, e.Id, e.Outputs[output].Number - step.Cost) : state;

    private static CampaignState Spend(CampaignState state, DispatchId id, double amount) => state with
    {
        Spent = state.Spent + amount,
        SpentBySource = state.Trials[id.Trial].Proposed.Source is { } source
            ? state.SpentBySource.SetItem(source, state.SpentBySource.GetValueOrDefault(source) + amount)
            : state.SpentBySource,
    };

    private static CampaignState Change(CampaignState state, DispatchId id, Func<DispatchState, DispatchState> change)
    {
        var trial = state.Trials[id.Trial];
        var index = trial.Dispatches.FindIndex(dispatch => dispatch.Id == id);
        return state with
        {
            Trials = state.Trials.SetItem(trial.Number, trial with { Dispatches = trial.Dispatches.SetItem(index, change(trial.Dispatches[index])) }),
        };
    }

    private static CampaignState Learn(CampaignState state, StepSucceeded e)
    {
        var took = e.FinishedAt - e.StartedAt;
        if (took < TimeSpan.Zero || state.Find(e.Id) is not { } dispatch)
        {
            return state;
        }

        var known = state.Durations.GetValueOrDefault(e.Id.Step) ?? ImmutableSortedDictionary.Create<string, StepDuration>(StringComparer.Ordinal);
        var here = known.GetValueOrDefault(dispatch.Decision.Instrument) ?? new StepDuration(0, TimeSpan.Zero);
        return state with { Durations = state.Durations.SetItem(e.Id.Step, known.SetItem(dispatch.Decision.Instrument, here.With(took))) };
    }

    private static CampaignState Quarantine(CampaignState state, StepIndeterminate e)
    {
        var trial = state.Trials[e.Id.Trial];
        var needed = trial.Status is TrialStatus.InFlight or TrialStatus.Quarantined;
        return !needed || (state.Step(e.Id.Step) is { Repeatable: true } step && !(e.Unanswered && HadAllAttempts(state, trial, step))) ? state : state with
        {
            Trials = state.Trials.SetItem(trial.Number, trial with { Status = TrialStatus.Quarantined, Reason = e.Reason, EndedAt = e.At }),
        };
    }

    /// <summary>Silence after the last attempt at a repeatable step does not fail its trial: an answer may still come, and counts then.</summary>
    private static bool HadAllAttempts(CampaignState state, TrialState trial, Step step) => !Affords(state, step.Cost)
        || trial.Dispatches.Count(dispatch => dispatch.Id.Step == step.Name && dispatch.Failure?.Kind != FailureKind.TooLate) >= step.Retry.MaxAttempts;

    /// <summary>A late answer takes its trial out of quarantine: what becomes of the sample is known again.</summary>
    private static CampaignState Release(CampaignState state, DispatchId id)
    {
        var trial = state.Trials[id.Trial];
        return trial.Status != TrialStatus.Quarantined || trial.Dispatches.Any(dispatch => dispatch.Phase == DispatchPhase.Indeterminate && !IsDone(trial, state.Step(dispatch.Id.Step))) ? state : state with
        {
            Trials = state.Trials.SetItem(trial.Number, trial with { Status = TrialStatus.InFlight, Reason = null, EndedAt = null }),
        };
    }

    private static CampaignState Observe(CampaignState state, ObservationRecorded e)
    {
        var trial = state.Trials[e.Trial];
        var values = state.Spec!.Objectives.Select(objective => e.Values[objective.Name]).ToArray();
        var limited = state.Spec.Limits?.Select(limit => e.Values[limit.Output]).ToArray();
        var told = new ObservedTrial(e.Trial, trial.Proposed.Candidate, values)
        {
            Source = trial.Proposed.Source,
            Limited = limited,
            Context = e.Context,
            Cost = state.Spec.CostOutput is { } cost ? e.Values[cost] : null,
            Expected = trial.Proposed.Predictions,
        };
        return Tell(state, told) with
        {
            Trials = state.Trials.SetItem(trial.Number, trial with { Status = TrialStatus.Observed, Values = e.Values, Context = e.Context, EndedAt = e.At, Reason = null }),
        };
    }

    private static CampaignState Fail(CampaignState state, TrialFailed e)
    {
        var trial = state.Trials[e.Trial];
        var told = new ObservedTrial(e.Trial, trial.Proposed.Candidate, null)
        {
            Source = trial.Proposed.Source,
            Expected = trial.Proposed.Predictions,
            Teaches = e.Told == state.Spec!.OnFailure ? null : e.Told,
        };
        return Tell(state, told) with
        {
            Trials = state.Trials.SetItem(trial.Number, trial with { Status = TrialStatus.Failed, Reason = e.Reason, EndedAt = e.At }),
        };
    }

    /// <summary>The data hash is chained, so that one more observation costs one hash whatever came before.</summary>
    private static CampaignState Tell(CampaignState state, ObservedTrial observed)
    {
        var text = new StringBuilder(state.DataHash).Append('|').Append(observed.Trial).Append('|').Append(observed.Candidate);
        if (observed.Source is { } source)
        {
            text.Append('|').Append(source);
        }

        if (observed.Teaches is { } teaches)
        {
            text.Append('|').Append(teaches);
        }

        foreach (var value in (observed.Values ?? []).Concat(observed.Limited ?? []).Concat(observed.Cost is { } cost ? [cost] : []))
        {
            text.Append('|').Append(value.ToString("R", CultureInfo.InvariantCulture));
        }

        foreach (var (name, value) in observed.Context ?? new Dictionary<string, double>())
        {
            text.Append('|').Append(name).Append('=').Append(value.ToString("R", CultureInfo.InvariantCulture));
        }

        return state with
        {
            Observed = state.Observed.Add(observed),
            DataHash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString()))),
        };
    }
}
