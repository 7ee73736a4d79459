using System.Collections.Immutable;
using System.Globalization;
using ClosedLoop.Domain;

namespace ClosedLoop.Campaigns;

/// <content>Questions to people: whether a step may begin. Each has a deadline, and an answer for when nobody has given one by then.</content>
public static partial class CampaignLoop
{
    /// <summary>The questions that wait for an answer, in ordinal order.</summary>
    public static IEnumerable<RequestState> OpenRequests(CampaignState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        return state.Requests.Values.Where(request => IsOpen(state, request));
    }

    /// <summary>The steps that wait for a person's answer, and until when.</summary>
    public static IEnumerable<StepWait> WaitsForPeople(CampaignState state) => OpenRequests(state).Select(request => new StepWait(
        new DispatchId(state.Run, request.Asked.Trial, request.Asked.Step, 1),
        string.Create(
            CultureInfo.InvariantCulture,
            $"a person's approval, until {request.Asked.Deadline.UtcDateTime:yyyy-MM-dd HH:mm'Z'}, else {(request.Asked.Otherwise ? "approved" : "rejected")}: closedloop approve|reject {request.Id}"),
        null));

    private static string RequestId(CampaignState state, int trial, string step) => string.Create(CultureInfo.InvariantCulture, $"{state.Run}.{trial}.{step}");

    private static RequestState? RequestOf(CampaignState state, int trial, string step) => state.Requests.GetValueOrDefault(RequestId(state, trial, step));

    private static bool IsOpen(CampaignState state, RequestState request) =>
        request.Answer is null && !state.IsOver && state.Stage != RunStage.Aborting && state.Trials[request.Asked.Trial].Status == TrialStatus.InFlight;

    private static bool IsApproved(CampaignState state, TrialState trial, Step step) =>
        step.Approve is null || RequestOf(state, trial.Number, step.Name)?.Answer is { Approved: true };

    private static string? WhyRejected(CampaignState state, TrialState trial, Step step) =>
        step.Approve is not null && RequestOf(state, trial.Number, step.Name)?.Answer is { Approved: false } answer ? $"{step.Name}: rejected, {answer.Reason}" : null;

    /// <summary>Asked once for each trial, when everything before the step is done.</summary>
    private static void Ask(Facts facts, TrialState trial)
    {
        var state = facts.State;
        if (state.Stage is RunStage.Running or RunStage.Stopping && !state.Paused && !state.Draining && trial.Status == TrialStatus.InFlight && !trial.Dispatches.Any(dispatch => dispatch.IsOpen)
            && state.Spec!.WorkflowOf(trial.Proposed.Source).FirstOrDefault(step => !IsDone(trial, step)) is { Approve: { } approval } next
            && RequestOf(state, trial.Number, next.Name) is null)
        {
            facts.Add(new PersonAsked(trial.Number, next.Name, facts.At + approval.Within, approval.Otherwise));
        }
    }

    private static void Answer(Facts facts, AnswerRequest command)
    {
        if (facts.State.Requests.GetValueOrDefault(command.Request) is { } request && IsOpen(facts.State, request))
        {
            facts.Add(new PersonAnswered(request.Asked.Trial, request.Asked.Step, command.Approved, command.Reason, true));
        }
    }

    private static void Withdraw(Facts facts, WithdrawRequest command)
    {
        if (facts.State.Requests.GetValueOrDefault(command.Request) is { Withdrawn: false } request && !IsOpen(facts.State, request))
        {
            facts.Add(new RequestWithdrawn(request.Asked.Trial, request.Asked.Step));
        }
    }

    /// <summary>Nobody has answered in time. Where the clock was set forward meanwhile, a minute is left to answer.</summary>
    private static void AnswerByDefault(Facts facts, Tick tick)
    {
        foreach (var request in OpenRequests(facts.State).ToList())
        {
            var asked = request.Asked;
            var due = tick.WatchedSince > asked.At ? Later(asked.Deadline, tick.WatchedSince + LoopTimes.LongestWait) : asked.Deadline;
            if (facts.At >= due)
            {
                facts.Add(new PersonAnswered(asked.Trial, asked.Step, asked.Otherwise, "nobody answered in time", false));
            }
        }
    }

    private static DateTimeOffset Later(DateTimeOffset a, DateTimeOffset b) => a > b ? a : b;

    private static CampaignState Request(CampaignState state, PersonAsked e)
    {
        var id = RequestId(state, e.Trial, e.Step);
        return state with { Requests = state.Requests.SetItem(id, new RequestState(id, e)) };
    }

    private static CampaignState Change(CampaignState state, int trial, string step, Func<RequestState, RequestState> change) =>
        state with { Requests = state.Requests.SetItem(RequestId(state, trial, step), change(RequestOf(state, trial, step)!)) };

    private static void OweRequests(ImmutableArray<CampaignWork>.Builder work, CampaignState state, DateTimeOffset now, ref DateTimeOffset wake)
    {
        foreach (var request in state.Requests.Values.Where(request => !request.Withdrawn))
        {
            if (!IsOpen(state, request))
            {
                work.Add(new CampaignWork.Withdraw(request.Id));
                continue;
            }

            work.Add(new CampaignWork.Ask(request.Id));
            if (request.Asked.Deadline > now)
            {
                wake = Earlier(wake, request.Asked.Deadline);
            }
        }
    }
}
