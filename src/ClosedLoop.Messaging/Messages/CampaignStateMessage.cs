using System.Text.Json.Serialization;

namespace ClosedLoop.Messaging;

/// <summary>How a campaign stands. Retained; a picture of the journal, which is the truth.</summary>
/// <param name="Text">How it stands in plain words.</param>
/// <param name="Run">The run: the campaign's name and a random part.</param>
/// <param name="Phase">What it is doing, such as <c>awaiting</c>, <c>paused</c> or <c>completed</c>.</param>
/// <param name="Epoch">How often the run was opened.</param>
/// <param name="TrialsObserved">Trials that were measured.</param>
/// <param name="TrialsFailed">Trials that ended without a measurement.</param>
/// <param name="TrialsQuarantined">Trials with a step that may or may not have happened.</param>
/// <param name="TrialsInFlight">Trials whose steps are owed or running.</param>
/// <param name="TrialsBudget">The most trials that there will be.</param>
/// <param name="Spent">Cost of all attempts so far, in the budget's unit.</param>
/// <param name="QuarantinedMessages">Messages that were not believed.</param>
/// <param name="Reason">Why it is stopping, aborting or ended, or null.</param>
/// <param name="Fault">What it cannot go on with, or null.</param>
/// <param name="StartedAt">When it was first started.</param>
/// <param name="At">When the last event happened.</param>
/// <param name="HeadHash">Hash of the journal's last line, so that a journal cut short is noticed.</param>
public sealed record CampaignStateMessage(
    string Text,
    string Run,
    string Phase,
    long Epoch,
    int TrialsObserved,
    int TrialsFailed,
    int TrialsQuarantined,
    int TrialsInFlight,
    int TrialsBudget,
    double Spent,
    int QuarantinedMessages,
    string? Reason,
    string? Fault,
    DateTimeOffset StartedAt,
    DateTimeOffset At,
    string HeadHash)
{
    /// <summary>The spent cost of each source; absent in a campaign that names none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, double>? SpentBySource { get; init; }

    /// <summary>The steps that wait for an instrument, and why, one line for each; absent when none does.</summary>
    public IReadOnlyList<string>? Waiting { get; init; }
}
