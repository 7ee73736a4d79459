namespace ClosedLoop.Campaigns;

public static partial class CampaignLoop
{
    private static void Start(Facts facts, StartCampaign command)
    {
        if (facts.State.Stage != RunStage.None)
        {
            throw new InvalidOperationException($"Run {facts.State.Run} has started already");
        }

        facts.Add(new CampaignStarted(command.Run, command.Spec, command.SpecHash) { DryRun = command.DryRun });
    }

    private static void Open(Facts facts, OpenCampaign command)
    {
        if (facts.State.Stage == RunStage.None)
        {
            throw new InvalidOperationException("A run is started before it is opened");
        }

        facts.Add(new CampaignOpened(facts.State.Epoch + 1, command.Host, command.Runtime, command.VectorWidth));
    }

    private static void Steer(Facts facts, SteerCampaign command)
    {
        var state = facts.State;
        if (state.IsOver)
        {
            return;
        }

        switch (command.Order)
        {
            case SteeringOrder.Pause when !state.Paused:
                facts.Add(new CampaignPaused(command.Reason));
                break;
            case SteeringOrder.Resume when state.Paused:
                facts.Add(new CampaignResumed(command.Reason));
                break;
            case SteeringOrder.Stop when state.Stage == RunStage.Running:
                facts.Add(new CampaignStopping(command.Reason));
                break;
            case SteeringOrder.Abort when state.Stage != RunStage.Aborting:
                facts.Add(new CampaignAborting(command.Reason));
                break;
            case SteeringOrder.Drain when !state.Draining:
                facts.Add(new CampaignDraining(command.Reason));
                break;
            default:
                break;
        }
    }

    private static void Fault(Facts facts, FaultCampaign command)
    {
        if (!facts.State.IsOver)
        {
            facts.Add(new CampaignFaulted(command.Reason));
        }
    }

    private static void GiveUpOnSilence(Facts facts, Tick tick)
    {
        // What is not needed any more holds up nothing but the end.
        var silent = new List<DispatchState>();
        foreach (var trial in facts.State.Stage == RunStage.Running ? facts.State.InFlight : facts.State.Trials.Values)
        {
            foreach (var dispatch in trial.Dispatches)
            {
                if (dispatch.IsOpen && facts.At >= dispatch.Decision.Deadline && facts.At >= GiveUpAt(facts.State, dispatch, tick.WatchedSince))
                {
                    silent.Add(dispatch);
                }
            }
        }

        foreach (var dispatch in silent)
        {
            facts.Add(new StepIndeterminate(dispatch.Id, $"{dispatch.Decision.Instrument} told nothing certain until long after the deadline of {dispatch.Decision.Deadline:u}", true));
        }
    }

    /// <summary>When silence about a dispatch becomes indeterminate, if the clock has run evenly since a time.</summary>
    private static DateTimeOffset GiveUpAt(CampaignState state, DispatchState dispatch, DateTimeOffset watchedSince)
    {
        var from = dispatch.Decision.Deadline;
        from = dispatch.KnownAt > from ? dispatch.KnownAt : from;
        from = state.OpenedAt > from ? state.OpenedAt : from;
        from = watchedSince > from ? watchedSince : from;
        return from + LoopTimes.Silence(state.Step(dispatch.Id.Step).Deadline);
    }
}
