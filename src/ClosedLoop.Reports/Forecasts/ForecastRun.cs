using ClosedLoop.Campaigns;
using ClosedLoop.Domain;

namespace ClosedLoop.Reports;

/// <summary>One dry run, boiled down to what a forecast is made of: a fold of its events.</summary>
public sealed record ForecastRun
{
    /// <summary>Which run, from 1.</summary>
    public required int Number { get; init; }

    /// <summary>When the campaign was started.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>When it ended; null when it did not end by itself.</summary>
    public required DateTimeOffset? EndedAt { get; init; }

    /// <summary>The last that is known of it.</summary>
    public required DateTimeOffset LastAt { get; init; }

    /// <summary>How it ended, in words.</summary>
    public required string Ending { get; init; }

    /// <summary>The trials that ended, in that order.</summary>
    public required IReadOnlyList<EndedTrial> Trials { get; init; }

    /// <summary>Cost of all attempts, in the budget's unit.</summary>
    public required double Cost { get; init; }

    /// <summary>Instrument → what it did.</summary>
    public required IReadOnlyDictionary<string, InstrumentUse> Instruments { get; init; }

    /// <summary>Steps that did not go as they should.</summary>
    public required IReadOnlyList<Setback> Setbacks { get; init; }

    /// <summary>When a person would have been needed, in order.</summary>
    public required IReadOnlyList<PersonNeeded> Persons { get; init; }

    /// <summary>Stock → what it used up.</summary>
    public required IReadOnlyDictionary<string, StockCourse> Stock { get; init; }

    /// <summary>How long it took.</summary>
    public TimeSpan Length => LastAt - StartedAt;

    /// <summary>Boils down the events of a run.</summary>
    /// <param name="number">Which run, from 1.</param>
    /// <param name="events">Its events from the beginning.</param>
    /// <param name="stock">What steps use up.</param>
    /// <exception cref="ArgumentException">The events hold no start.</exception>
    public static ForecastRun Of(int number, IReadOnlyList<CampaignEvent> events, IReadOnlyList<StockItem> stock)
    {
        ArgumentNullException.ThrowIfNull(stock);
        var history = CampaignHistory.Of(events);
        var state = history.State;
        var courses = stock.ToDictionary(item => item.Name, item => StockCourse.Of(item, history), StringComparer.Ordinal);
        var persons = PersonsIn(events, state, courses);
        return new ForecastRun
        {
            Number = number,
            StartedAt = state.StartedAt,
            EndedAt = state.EndedAt,
            LastAt = state.EndedAt ?? state.LastAt,
            Ending = state.Fault ?? state.Reason ?? (persons.Count > 0 ? "waits for a person" : "did not end"),
            Trials = [.. Ended(events, state)],
            Cost = state.Spent,
            Instruments = Uses(history),
            Setbacks = [.. SetbacksIn(history)],
            Persons = persons,
            Stock = courses,
        };
    }

    private static IEnumerable<EndedTrial> Ended(IReadOnlyList<CampaignEvent> events, CampaignState state)
    {
        var spec = state.Spec!;
        foreach (var happened in events)
        {
            if (happened is ObservationRecorded observed)
            {
                yield return new EndedTrial(observed.At, [.. spec.Objectives.Select(objective => observed.Values[objective.Name])])
                {
                    Counts = spec.Counts(state.Trials[observed.Trial].Proposed.Source, observed.Values),
                };
            }
            else if (happened is TrialFailed)
            {
                yield return new EndedTrial(happened.At, null);
            }
        }
    }

    private static SortedDictionary<string, InstrumentUse> Uses(CampaignHistory history)
    {
        var uses = new SortedDictionary<string, InstrumentUse>(StringComparer.Ordinal);
        foreach (var trial in history.Trials)
        {
            var ready = trial.State.ProposedAt;
            foreach (var attempt in trial.Attempts)
            {
                var dispatch = attempt.Dispatch;
                var wait = attempt.DispatchedAt > ready ? attempt.DispatchedAt - ready : TimeSpan.Zero;
                var before = uses.GetValueOrDefault(dispatch.Decision.Instrument) ?? new InstrumentUse(0, 0, TimeSpan.Zero, TimeSpan.Zero, TimeSpan.Zero);
                var worked = attempt.End is { } end && end > attempt.Start ? end - attempt.Start : TimeSpan.Zero;
                uses[dispatch.Decision.Instrument] = new InstrumentUse(
                    before.Steps + 1,
                    before.Failed + (dispatch.Phase is DispatchPhase.Failed or DispatchPhase.Indeterminate ? 1 : 0),
                    before.Busy + worked,
                    before.Waited + wait,
                    wait > before.LongestWait ? wait : before.LongestWait);
                ready = attempt.AnsweredAt ?? ready;
            }
        }

        return uses;
    }

    private static IEnumerable<Setback> SetbacksIn(CampaignHistory history) =>
        from trial in history.Trials
        from attempt in trial.Attempts
        let dispatch = attempt.Dispatch
        where dispatch.Phase is DispatchPhase.Failed or DispatchPhase.Indeterminate
        select new Setback(dispatch.Id.Step, dispatch.Failure?.Kind, dispatch.Failure?.Sample, trial.IsObserved);

    /// <summary>Somebody has to look at what was quarantined, at a run that cannot go on, and to fill up what is empty.</summary>
    private static IReadOnlyList<PersonNeeded> PersonsIn(
        IReadOnlyList<CampaignEvent> events,
        CampaignState state,
        IReadOnlyDictionary<string, StockCourse> stock)
    {
        var persons = stock
            .Where(pair => pair.Value.EmptyAt is not null)
            .Select(pair => new PersonNeeded(pair.Value.EmptyAt!.Value, $"{pair.Key} is empty"))
            .ToList();
        foreach (var happened in events)
        {
            var why = happened switch
            {
                StepIndeterminate e when !state.Step(e.Id.Step).Repeatable => $"trial {e.Id.Trial} is quarantined: {e.Id.Step} may or may not have happened",
                MessageQuarantined e => $"a result is not believed: {e.Reason}",
                PersonAsked e => $"{e.Step} is to be approved",
                CampaignFaulted e => $"the campaign cannot go on: {e.Reason}",
                _ => null,
            };
            if (why is not null)
            {
                persons.Add(new PersonNeeded(happened.At, why));
            }
        }

        return [.. persons.OrderBy(person => person.At)];
    }
}
