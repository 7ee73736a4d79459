using System.Collections.Immutable;
using ClosedLoop.Domain;

namespace ClosedLoop.Campaigns;

/// <summary>
/// What an instrument's time went to. A run's clock goes on by expected seconds ÷ priority with each of its steps; the instrument's clock is the least of those that want it
/// (weighted fair queueing, as Linux's completely fair scheduler keeps it). A run that comes, or comes back, starts at the instrument's clock: it owes nothing for the time
/// before, and is owed nothing.
/// </summary>
public sealed record InstrumentUse
{
    /// <summary>How many of the last grants are remembered.</summary>
    public const int Remembered = 256;

    /// <summary>Before the first grant.</summary>
    public static InstrumentUse None { get; } = new();

    /// <summary>What it is set up for, or null when nobody knows.</summary>
    public string? SetUpFor { get; init; }

    /// <summary>The instrument's clock, in seconds at priority 1.</summary>
    public double Clock { get; init; }

    /// <summary>Run → its clock, where it is ahead of the instrument's.</summary>
    public ImmutableDictionary<string, double> RunClocks { get; init; } = ImmutableDictionary<string, double>.Empty;

    /// <summary>The last grants: when they were given, since when their steps had waited, to whom, and what they cost of its share. Oldest first.</summary>
    public ImmutableQueue<(DateTimeOffset At, DateTimeOffset Since, string Run, double Cost)> Last { get; init; } = [];

    private int Count { get; init; }

    /// <summary>The latest that a step which was granted had begun to wait: nobody who waits since then or later was overtaken.</summary>
    private DateTimeOffset LatestSince { get; init; }

    /// <summary>By how much a run is ahead of its share, in seconds at priority 1; 0 for one that is not.</summary>
    public double LeadOf(string run) => ClockOf(run) - Clock;

    /// <summary>A run's clock.</summary>
    public double ClockOf(string run) => Math.Max(Clock, RunClocks.GetValueOrDefault(run));

    /// <summary>
    /// By how many steps a waiting step was overtaken: each later one of its own run counts one; those of others, since its run was last served, count by what they cost
    /// of their shares beside what it would cost of its own.
    /// </summary>
    /// <param name="run">The run of the waiting step.</param>
    /// <param name="since">When it began to wait.</param>
    /// <param name="cost">What it would cost: expected seconds ÷ priority.</param>
    public double Overtook(string run, DateTimeOffset since, double cost)
    {
        if (since >= LatestSince)
        {
            return 0;
        }

        var (own, others) = (0, 0.0);
        foreach (var grant in Last)
        {
            if (grant.Run == run)
            {
                own += grant.At > since && grant.Since > since ? 1 : 0;
                others = 0;
            }
            else if (grant.At > since && grant.Since > since)
            {
                others += grant.Cost;
            }
        }

        return own + (others / cost);
    }

    /// <summary>After one more grant.</summary>
    public InstrumentUse With(StepGranted grant)
    {
        ArgumentNullException.ThrowIfNull(grant);
        var cost = (grant.ExpectedSeconds ?? 0) / (grant.Priority ?? 1);
        var clock = Math.Max(Clock, grant.Clock ?? 0);
        var clocks = RunClocks.SetItem(grant.Id.Run, Math.Max(clock, RunClocks.GetValueOrDefault(grant.Id.Run)) + cost);
        var since = grant.Since ?? grant.At;
        var last = Last.Enqueue((grant.At, since, grant.Id.Run, cost));
        return this with
        {
            SetUpFor = grant.SetUpFor ?? SetUpFor,
            Clock = clock,
            RunClocks = clocks.RemoveRange(clocks.Where(run => run.Value <= clock).Select(run => run.Key)),
            Last = Count < Remembered ? last : last.Dequeue(),
            Count = Math.Min(Count + 1, Remembered),
            LatestSince = since > LatestSince ? since : LatestSince,
        };
    }
}
