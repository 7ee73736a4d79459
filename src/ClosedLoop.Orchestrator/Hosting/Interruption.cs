namespace ClosedLoop.Orchestrator;

/// <summary>A disk has failed under a run: nothing of it goes on until it is opened again, which the host does by itself.</summary>
/// <param name="Reason">What failed, in words.</param>
/// <param name="Again">When the host tries again.</param>
public sealed record Interruption(string Reason, DateTimeOffset Again)
{
    /// <summary>In words, for operators.</summary>
    public override string ToString() => FormattableString.Invariant($"its disk has failed: {Reason}; it is opened again at {Again:HH:mm:ss} UTC");
}
