namespace ClosedLoop.Domain;

/// <summary>How often a step whose sample is known to be untouched (or that is repeatable) may be attempted.</summary>
/// <param name="MaxAttempts">Attempts in all, at least 1.</param>
public sealed record RetryPolicy(int MaxAttempts)
{
    /// <summary>Three attempts.</summary>
    public static RetryPolicy Default { get; } = new(3);
}
