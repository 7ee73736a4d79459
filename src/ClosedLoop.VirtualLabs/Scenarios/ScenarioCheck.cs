using ClosedLoop.Campaigns;
using ClosedLoop.Domain;
using ClosedLoop.Simulators;

namespace ClosedLoop.VirtualLabs;

/// <summary>Whether a campaign did under a scenario what it was expected to do.</summary>
public static class ScenarioCheck
{
    /// <summary>What was expected and did not hold, in words; empty when all held.</summary>
    /// <param name="expected">What was expected.</param>
    /// <param name="events">The campaign's events, from its start to where it ended or stands still.</param>
    /// <param name="acts">What the devices did.</param>
    public static IReadOnlyList<string> Of(Expectation expected, IReadOnlyList<CampaignEvent> events, IReadOnlyList<WitnessEntry> acts)
    {
        ArgumentNullException.ThrowIfNull(expected);
        ArgumentNullException.ThrowIfNull(events);
        ArgumentNullException.ThrowIfNull(acts);
        var state = CampaignLoop.Fold(events);
        return state.Spec is null
            ? ["the campaign did not start"]
            : [.. Ends(expected, state, events), .. Trials(expected, state), .. Calls(expected, events), .. Twice(state, acts)];
    }

    private static IEnumerable<string> Ends(Expectation expected, CampaignState state, IReadOnlyList<CampaignEvent> events)
    {
        var completed = state.Stage == RunStage.Completed;
        var waits = !completed && (state.Fault is not null || events.Any(IsCall));
        var asExpected = expected.Ends switch
        {
            ExpectedEnd.Completed => completed,
            ExpectedEnd.WaitsForPerson => waits,
            _ => completed || waits,
        };
        if (!asExpected)
        {
            var instead = completed ? $"completed: {state.Reason}"
                : state.Fault is { } fault ? $"faulted: {fault}"
                : waits ? "waits for a person"
                : $"stands still in {PhaseTable.Of(state)}";
            yield return $"it was to {Words(expected.Ends)}; it {instead}";
        }
    }

    private static IEnumerable<string> Trials(Expectation expected, CampaignState state)
    {
        var quarantined = state.Trials.Values.Count(trial => trial.Status == TrialStatus.Quarantined);
        if (quarantined > expected.MostQuarantined || quarantined < expected.LeastQuarantined)
        {
            yield return $"{quarantined} trials are quarantined, {Range(expected.LeastQuarantined, expected.MostQuarantined)} were expected";
        }

        var observed = state.Trials.Values.Count(trial => trial is { Status: TrialStatus.Observed, Values: not null });
        var measured = (double)observed / Math.Max(1, state.Trials.Count);
        if (measured < expected.LeastMeasured)
        {
            yield return $"{100 * measured:f0} % of {state.Trials.Count} trials were measured, at least {100 * expected.LeastMeasured:f0} % were expected";
        }
    }

    private static IEnumerable<string> Calls(Expectation expected, IReadOnlyList<CampaignEvent> events)
    {
        var calls = events.Where(IsCall).ToList();
        if (expected.Alarm && calls.Count == 0 && !events.Any(happened => happened is AlarmRaised))
        {
            yield return "nobody was alarmed";
        }
        else if (expected.Quiet && calls.Count > 0)
        {
            yield return $"a person was needed {calls.Count} times, first by {calls[0].GetType().Name}";
        }
    }

    /// <summary>Begun more often than once, unless the step is declared repeatable.</summary>
    private static IEnumerable<string> Twice(CampaignState state, IReadOnlyList<WitnessEntry> acts) =>
        from act in WitnessLog.Acts(acts)
        where act.Key.Run == state.Run && act.Value > 1 && !state.Step(act.Key.Step).Repeatable
        select $"step {act.Key.Step} of trial {act.Key.Trial} was begun {act.Value} times";

    private static bool IsCall(CampaignEvent happened) => happened is StepIndeterminate or MessageQuarantined or CampaignFaulted or StockShort or PersonAsked;

    private static string Words(ExpectedEnd end) => end switch
    {
        ExpectedEnd.Completed => "complete",
        ExpectedEnd.WaitsForPerson => "wait for a person",
        _ => "complete or wait for a person",
    };

    private static string Range(int? least, int? most) => (least, most) switch
    {
        ({ } from, { } to) => $"{from} to {to}",
        ({ } from, null) => $"at least {from}",
        (null, { } to) => $"at most {to}",
        _ => "any number",
    };
}
