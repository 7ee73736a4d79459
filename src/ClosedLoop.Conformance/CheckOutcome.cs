namespace ClosedLoop.Conformance;

/// <summary>How a check ended. A closed set of records.</summary>
/// <param name="Text">What was observed, or why nothing could be.</param>
public abstract record CheckOutcome(string Text)
{
    /// <summary>The instrument does what the contract says.</summary>
    /// <param name="Text">What was observed.</param>
    public sealed record Passed(string Text) : CheckOutcome(Text);

    /// <summary>The instrument violates the contract.</summary>
    /// <param name="Text">What was observed instead.</param>
    public sealed record Failed(string Text) : CheckOutcome(Text);

    /// <summary>Nothing can be said.</summary>
    /// <param name="Text">Why.</param>
    public sealed record Skipped(string Text) : CheckOutcome(Text);
}
