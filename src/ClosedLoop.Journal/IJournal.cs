namespace ClosedLoop.Journal;

/// <summary>The ordered facts of one run, or of the lab. One writer at a time; an event is acted on only after <see cref="Append"/> returned.</summary>
/// <typeparam name="TEvent">The closed set of events.</typeparam>
public interface IJournal<TEvent> : IDisposable
{
    /// <summary>The events that were there at opening, in order.</summary>
    IReadOnlyList<TEvent> Events { get; }

    /// <summary>Hash of the last line; published, so that a truncated journal shows.</summary>
    string HeadHash { get; }

    /// <summary>What was cut off at opening because a crash had left it incomplete, in words, or null.</summary>
    string? Torn { get; }

    /// <summary>Makes events durable, all or none.</summary>
    /// <exception cref="IOException">The disk failed; the journal is faulted and must be opened again.</exception>
    void Append(IReadOnlyList<TEvent> events);
}
