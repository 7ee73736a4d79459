using ClosedLoop.Messaging;

namespace ClosedLoop;

/// <summary>Who is there, as a reader may believe it.</summary>
/// <param name="Told">The newest presence: an offline older than the newest online does not count.</param>
/// <param name="HeardAt">When this was last heard; of what was retained, when it was written.</param>
internal sealed record WatchedPresence(PresenceMessage Told, DateTimeOffset HeardAt)
{
    public static WatchedPresence After(WatchedPresence? before, PresenceMessage told, DateTimeOffset heardAt) =>
        before is { } known && !told.Online && told.Epoch < known.Told.Epoch ? known : new WatchedPresence(told, heardAt);
}
