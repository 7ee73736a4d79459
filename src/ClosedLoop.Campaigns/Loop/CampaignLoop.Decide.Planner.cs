using ClosedLoop.Domain;

namespace ClosedLoop.Campaigns;

public static partial class CampaignLoop
{
    /// <summary>A stale answer is dropped without a trace: the proposal is still owed, with what is known now.</summary>
    private static void Take(Facts facts, TakeProposal command)
    {
        var state = facts.State;
        var owed = OwedProposal(state);
        if (owed is null || command.Number != owed.Number || command.DataHash != state.DataHash || !command.Pending.SequenceEqual(state.Pending.Select(trial => trial.Number))
            || command.Remaining != Remaining(state))
        {
            return;
        }

        var first = state.Trials.Count + 1;
        var trials = command.Candidates.Take(owed.Count).Select((candidate, index) => new ProposedTrial(first + index, candidate)).ToList();
        facts.Add(new BatchProposed(command.Number, state.Spec!.Seed, command.DataHash, command.ModelHash, command.Pending, trials) { By = command.By });
    }

    private static void Take(Facts facts, TakeModel command)
    {
        if (command.DataHash != facts.State.DataHash || facts.State.TrainedOn == command.DataHash)
        {
            return;
        }

        IReadOnlyList<ModelAlarm> before = facts.State.Model?.Alarms ?? [];
        IReadOnlyList<ModelAlarm> standing = command.Model?.Alarms ?? [];
        facts.Add(new Retrained(command.DataHash, command.Model) { By = command.By });
        foreach (var alarm in standing.Where(alarm => !before.Any(other => other.IsSame(alarm))))
        {
            facts.Add(new AlarmRaised(alarm));
        }

        foreach (var alarm in before.Where(alarm => !standing.Any(other => other.IsSame(alarm))))
        {
            facts.Add(new AlarmEnded(alarm.Kind, alarm.Objective, alarm.Since));
        }
    }
}
