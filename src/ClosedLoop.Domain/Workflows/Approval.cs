namespace ClosedLoop.Domain;

/// <summary>A person is asked before a step begins.</summary>
/// <param name="Within">How long the answer is waited for; above zero.</param>
/// <param name="Otherwise">Whether the step is approved when nobody has answered by then.</param>
public sealed record Approval(TimeSpan Within, bool Otherwise)
{
    /// <summary>What <c>approve: true</c> says: within an hour, else not.</summary>
    public static Approval Default { get; } = new(TimeSpan.FromHours(1), false);
}
