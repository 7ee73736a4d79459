using System.Collections.Immutable;

namespace ClosedLoop.Campaigns;

public static partial class CampaignLoop
{
    /// <summary>Everything that is owed now. A crashed run and a new one take the same path: what is owed follows from the state alone.</summary>
    public static ImmutableArray<CampaignWork> NextWork(CampaignState state, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(state);
        var work = ImmutableArray.CreateBuilder<CampaignWork>();
        var wake = now + LoopTimes.LongestWait;
        foreach (var trial in state.Trials.Values)
        {
            foreach (var dispatch in trial.Dispatches)
            {
                OweDispatch(work, state, dispatch, now, ref wake);
            }
        }

        OweRequests(work, state, now, ref wake);
        if (state.IsOver || state.Suspended || state.Fault is not null)
        {
            work.Add(new CampaignWork.Finish());
            return work.ToImmutable();
        }

        OwePlaces(work, state, now, ref wake);

        if (state.TrainedOn != state.DataHash)
        {
            work.Add(new CampaignWork.Retrain(state.DataHash));
        }

        if (OwedProposal(state) is { } proposal)
        {
            work.Add(proposal);
        }

        if (state.Stage == RunStage.Running && state.Spec!.Budget.Time is { } time)
        {
            wake = Earlier(wake, state.StartedAt + time);
        }

        work.Add(new CampaignWork.Await(wake));
        return work.ToImmutable();
    }

    private static void OwePlaces(ImmutableArray<CampaignWork>.Builder work, CampaignState state, DateTimeOffset now, ref DateTimeOffset wake)
    {
        foreach (var trial in state.HasWindows ? state.InFlight.Where(trial => !trial.Dispatches.Any(dispatch => dispatch.IsOpen)) : [])
        {
            if (state.Spec!.WorkflowOf(trial.Proposed.Source).FirstOrDefault(step => !IsDone(trial, step)) is { Within: not null } next && WindowEnd(state, trial, next) is { } until)
            {
                // Missed only when it is over.
                wake = Earlier(wake, until + TimeSpan.FromTicks(1));
            }
        }

        foreach (var (id, step) in OwedSteps(state))
        {
            var due = NotBefore(state.Trials[id.Trial], id.Step);
            if (due <= now)
            {
                work.Add(new CampaignWork.Place(id, step.Capability));
            }
            else
            {
                wake = Earlier(wake, due);
            }
        }
    }

    private static void OweDispatch(ImmutableArray<CampaignWork>.Builder work, CampaignState state, DispatchState dispatch, DateTimeOffset now, ref DateTimeOffset wake)
    {
        if (dispatch is { Closed: true, IsOpen: false, Unanswered: false })
        {
            // Most of a long campaign: nothing is owed of it any more.
            return;
        }

        var interval = LoopTimes.QueryInterval(state.Step(dispatch.Id.Step).Deadline);
        if (dispatch.IsOpen && GiveUpAt(state, dispatch, default) is var giveUp && giveUp > now)
        {
            // When it has passed, and nobody gave up, the clock has jumped: the look at the clock that comes anyway will do.
            wake = Earlier(wake, giveUp);
        }

        if (dispatch.IsOpen && (state.Stage == RunStage.Aborting || IsDone(state.Trials[dispatch.Id.Trial], state.Step(dispatch.Id.Step))))
        {
            work.Add(new CampaignWork.Cancel(dispatch.Id));
        }
        else if (dispatch.Phase == DispatchPhase.Dispatched)
        {
            work.Add(new CampaignWork.Send(dispatch.Id));
        }
        else if (dispatch.Phase == DispatchPhase.Accepted)
        {
            var due = dispatch.Epoch < state.Epoch ? now : dispatch.KnownAt + interval;
            if (due <= now)
            {
                // From here on the query's own interval says when to wake.
                work.Add(new CampaignWork.Query(dispatch.Id, interval));
            }
            else
            {
                wake = Earlier(wake, due);
            }
        }
        else if (dispatch.Unanswered)
        {
            work.Add(new CampaignWork.Query(dispatch.Id, interval));
        }
        else if (!dispatch.Closed)
        {
            work.Add(new CampaignWork.Close(dispatch.Id));
        }
    }

    private static DateTimeOffset Earlier(DateTimeOffset a, DateTimeOffset b) => a < b ? a : b;
}
