namespace ClosedLoop.Messaging;

/// <summary>What is known of a message after it was sent. Only an answer proves that it arrived.</summary>
public enum Delivery
{
    /// <summary>The broker has it, or the connection took it.</summary>
    Sent,

    /// <summary>The broker said that nobody listens.</summary>
    NobodyListens,

    /// <summary>The broker refused it, or it could not be handed over in time.</summary>
    NotSent,
}
