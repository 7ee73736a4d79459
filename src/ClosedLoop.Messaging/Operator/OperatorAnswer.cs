namespace ClosedLoop.Messaging;

/// <summary>What became of an operator's request. A closed set of records.</summary>
public abstract record OperatorAnswer
{
    /// <summary>The host answered.</summary>
    /// <param name="Reply">What it says.</param>
    public sealed record Replied(ReplyMessage Reply) : OperatorAnswer;

    /// <summary>The broker says that no host listens: none runs.</summary>
    public sealed record NobodyListens : OperatorAnswer;

    /// <summary>The broker could not be reached, or refused the request.</summary>
    public sealed record NotSent : OperatorAnswer;

    /// <summary>The request was delivered, and nobody answered in time; it may still be obeyed.</summary>
    public sealed record NoAnswer : OperatorAnswer;

    /// <summary>An answer came that cannot be read.</summary>
    /// <param name="Reason">What is wrong with it.</param>
    public sealed record Unreadable(string Reason) : OperatorAnswer;
}
