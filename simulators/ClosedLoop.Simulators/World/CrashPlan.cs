namespace ClosedLoop.Simulators;

/// <summary>
/// Counts what one life of a process does to the world (disk appends, syncs, writes and cuts; publishes, subscriptions, disconnects) and, if so planned, kills
/// it at exactly one of these operations. A run with a plan that never strikes tells how many there are; then each can be tried.
/// </summary>
public sealed class CrashPlan
{
    private readonly long _at;

    /// <summary>Only counts.</summary>
    public CrashPlan()
    {
    }

    /// <summary>Kills the process at an operation.</summary>
    /// <param name="at">Number of the operation, from 1.</param>
    /// <param name="moment">Before or after its effect.</param>
    public CrashPlan(long at, CrashMoment moment)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(at, 1);
        _at = at;
        Moment = moment;
    }

    /// <summary>Before or after the operation's effect.</summary>
    public CrashMoment Moment { get; }

    /// <summary>Operations that were begun so far.</summary>
    public long Operations { get; private set; }

    /// <summary>The operation that the process died at, such as <c>append lab/journal.jsonl</c>; null while it has not.</summary>
    public string? Struck { get; private set; }

    /// <summary>What else happens at that moment, after the kill, such as a power cut; nothing by default.</summary>
    public Action? Consequence { get; init; }

    internal bool Begin(string operation) => ++Operations == _at && Moment == CrashMoment.Before && Strike(operation);

    internal bool End(string operation) => Operations == _at && Moment == CrashMoment.After && Strike(operation);

    private bool Strike(string operation)
    {
        Struck ??= operation;
        return true;
    }
}
