using ClosedLoop.Messaging;

namespace ClosedLoop;

/// <summary>Who is there, as a reader may believe it.</summary>
/// <param name="Told">The newest presence: an offline older than the newest online does not count.</param>
/// <param name="HeardAt">When this was heard live, or null when it was found retained.</param>
internal sealed record WatchedPresence(PresenceMessage Told, DateTimeOffset? HeardAt)
{
    public static WatchedPresence After(WatchedPresence? before, PresenceMessage told, DateTimeOffset? heardAt) =>
        before is { Told: var newest } known && !told.Online && told.Epoch < newest.Epoch ? known : new WatchedPresence(told, heardAt);

    /// <summary>When it was heard, or else written.</summary>
    public DateTimeOffset At => HeardAt ?? Told.At;
}
