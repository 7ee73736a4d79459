using ClosedLoop.Domain;

namespace ClosedLoop.Optimization;

/// <summary>One question to the planner. The answer is a function of the problem and of this record alone.</summary>
/// <param name="Number">Proposal number, from 1; never reused within a run.</param>
/// <param name="Count">How many candidates are wanted.</param>
/// <param name="Observed">Ended trials in the order in which they ended, failed ones included.</param>
/// <param name="Pending">Candidates in flight.</param>
public sealed record PlanningRequest(int Number, int Count, IReadOnlyList<ObservedTrial> Observed, IReadOnlyList<Candidate> Pending)
{
    /// <summary>
    /// The current context, by name; what is absent of it is the value last observed. Null, the default, when all of it is.
    /// </summary>
    public IReadOnlyDictionary<string, double>? Context { get; init; }

    /// <summary>For each pending candidate the name of its source; empty when all are on the target.</summary>
    public IReadOnlyList<string?> PendingSources { get; init; } = [];

    /// <summary>
    /// What may still be spent, in the unit of the sources' costs, besides what is pending; null for no limit. No more is proposed, and at a cheap source only what
    /// leaves enough for a trial at the target.
    /// </summary>
    public double? Remaining { get; init; }
}
