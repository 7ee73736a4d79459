using ClosedLoop.Campaigns;
using ClosedLoop.Domain;

namespace ClosedLoop.Reports;

/// <summary>A campaign's events, folded for the report and the exports.</summary>
internal sealed record CampaignHistory
{
    /// <summary>The state after all events.</summary>
    public required CampaignState State { get; init; }

    /// <summary>What ran.</summary>
    public required CampaignSpec Spec { get; init; }

    /// <summary>Every trial by number.</summary>
    public required IReadOnlyList<TrialHistory> Trials { get; init; }

    /// <summary>What happened to the run as a whole.</summary>
    public required IReadOnlyList<LogEntry> Log { get; init; }

    /// <summary>When the run was opened, in order.</summary>
    public required IReadOnlyList<CampaignOpened> Openings { get; init; }

    /// <summary>Messages that were not believed.</summary>
    public required IReadOnlyList<MessageQuarantined> Disbelieved { get; init; }

    /// <summary>Alarms of the surrogate, in the order in which they were raised.</summary>
    public required IReadOnlyList<AlarmRaised> Alarms { get; init; }

    /// <summary>Trials of the initial design: those before the first that a surrogate chose.</summary>
    public int InitialTrials => Trials.TakeWhile(trial => trial.State.Proposed.Acquisition is null && trial.State.Proposed.Predictions.Count == 0).Count();

    /// <summary>Trials whose measurement counts.</summary>
    public IEnumerable<TrialHistory> Observed => Trials.Where(trial => trial.IsObserved);

    /// <summary>Folds the events of one campaign.</summary>
    /// <exception cref="ArgumentException">The events hold no start.</exception>
    public static CampaignHistory Of(IReadOnlyList<CampaignEvent> events)
    {
        ArgumentNullException.ThrowIfNull(events);
        var state = CampaignLoop.Fold(events);
        var spec = state.Spec ?? throw new ArgumentException("The campaign has not started: no event of it says what runs", nameof(events));
        var dispatched = events.OfType<StepDispatched>().ToDictionary(e => e.Id, e => e.At);
        var answered = Answers(events);
        var recorded = events.OfType<ObservationRecorded>().GroupBy(e => e.Trial).ToDictionary(group => group.Key, group => group.Last());
        return new CampaignHistory
        {
            State = state,
            Spec = spec,
            Trials = [.. state.Trials.Values.Select(trial => new TrialHistory(
                trial,
                [.. trial.Dispatches.Select(dispatch => new Attempt(
                    dispatch,
                    dispatched[dispatch.Id],
                    answered.TryGetValue(dispatch.Id, out var at) ? at : null))],
                recorded.GetValueOrDefault(trial.Number)?.Source,
                recorded.GetValueOrDefault(trial.Number)?.Late ?? false))],
            Log = RunLog.Of(events),
            Openings = [.. events.OfType<CampaignOpened>()],
            Alarms = [.. events.OfType<AlarmRaised>()],
            Disbelieved = [.. events.OfType<MessageQuarantined>()],
        };
    }

    private static Dictionary<DispatchId, DateTimeOffset> Answers(IReadOnlyList<CampaignEvent> events)
    {
        var answered = new Dictionary<DispatchId, DateTimeOffset>();
        foreach (var happened in events)
        {
            var id = happened switch { StepSucceeded e => e.Id, StepFailed e => e.Id, StepIndeterminate e => e.Id, _ => null };
            if (id is not null)
            {
                answered[id] = happened.At;
            }
        }

        return answered;
    }
}
