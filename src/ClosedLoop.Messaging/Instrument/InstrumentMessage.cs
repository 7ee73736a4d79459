namespace ClosedLoop.Messaging;

/// <summary>Something that an instrument was asked. A closed set of records.</summary>
/// <param name="ReplyTo">Where the answer goes, or null when the sender gave no response topic.</param>
public abstract record InstrumentMessage(ReplyAddress? ReplyTo)
{
    /// <summary>Do a step.</summary>
    /// <param name="Command">What is to be done.</param>
    /// <param name="ReplyTo">Where the answer goes, or null.</param>
    public sealed record CommandArrived(CommandMessage Command, ReplyAddress? ReplyTo) : InstrumentMessage(ReplyTo);

    /// <summary>A question or an order.</summary>
    /// <param name="Control">What is asked.</param>
    /// <param name="ReplyTo">Where the answer goes, or null.</param>
    public sealed record ControlArrived(ControlMessage Control, ReplyAddress? ReplyTo) : InstrumentMessage(ReplyTo);

    /// <summary>Something that could not be read.</summary>
    /// <param name="Topic">Where it came.</param>
    /// <param name="Reason">What is wrong with it.</param>
    /// <param name="ReplyTo">Where an answer could go, or null.</param>
    public sealed record Malformed(string Topic, string Reason, ReplyAddress? ReplyTo) : InstrumentMessage(ReplyTo);
}
