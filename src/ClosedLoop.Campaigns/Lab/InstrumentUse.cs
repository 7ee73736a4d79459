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
    public const int Remembered = 64;

    /// <summary>Before the first grant.</summary>
    public static InstrumentUse None { get; } = new();

    /// <summary>What it is set up for, or null when nobody knows.</summary>
    public string? SetUpFor { get; init; }

    /// <summary>The instrument's clock, in seconds at priority 1.</summary>
    public double Clock { get; init; }

    /// <summary>Run → its clock, where it is ahead of the instrument's.</summary>
    public ImmutableDictionary<string, double> RunClocks { get; init; } = ImmutableDictionary<string, double>.Empty;

    /// <summary>The last grants: when they were given, and since when their steps had waited. Oldest first.</summary>
    public ImmutableQueue<(DateTimeOffset At, DateTimeOffset Since)> Last { get; init; } = [];

    private int Count { get; init; }

    /// <summary>By how much a run is ahead of its share, in seconds at priority 1; 0 for one that is not.</summary>
    public double LeadOf(string run) => ClockOf(run) - Clock;

    /// <summary>A run's clock.</summary>
    public double ClockOf(string run) => Math.Max(Clock, RunClocks.GetValueOrDefault(run));

    /// <summary>How many steps that began to wait after a time have been given a place since then.</summary>
    public int OvertookSince(DateTimeOffset since) => Last.Count(grant => grant.At > since && grant.Since > since);

    /// <summary>After one more grant.</summary>
    public InstrumentUse With(StepGranted grant)
    {
        ArgumentNullException.ThrowIfNull(grant);
        var clock = Math.Max(Clock, grant.Clock ?? 0);
        var clocks = RunClocks.SetItem(grant.Id.Run, Math.Max(clock, RunClocks.GetValueOrDefault(grant.Id.Run)) + ((grant.ExpectedSeconds ?? 0) / (grant.Priority ?? 1)));
        var last = Last.Enqueue((grant.At, grant.Since ?? grant.At));
        return this with
        {
            SetUpFor = grant.SetUpFor ?? SetUpFor,
            Clock = clock,
            RunClocks = clocks.RemoveRange(clocks.Where(run => run.Value <= clock).Select(run => run.Key)),
            Last = Count < Remembered ? last : last.Dequeue(),
            Count = Math.Min(Count + 1, Remembered),
        };
    }
}
