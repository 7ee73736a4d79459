using System.Collections.Immutable;
using ClosedLoop.Messaging;

namespace ClosedLoop;

/// <summary>The last words of one instrument.</summary>
/// <param name="Presence">Whether it is there, or null when it never said.</param>
/// <param name="Capabilities">What it is, or null when it never said.</param>
/// <param name="State">How it is, or null when it never said.</param>
/// <param name="Dispatches">Its open dispatches by id.</param>
/// <param name="HeardAt">When anything of it was last heard live, or null.</param>
internal sealed record WatchedInstrument(
    WatchedPresence? Presence,
    CapabilitiesMessage? Capabilities,
    StateMessage? State,
    ImmutableSortedDictionary<string, StatusMessage> Dispatches,
    DateTimeOffset? HeardAt)
{
    /// <summary>An instrument says that it is there twice a minute; one that did not for this long may be gone without anybody having noticed.</summary>
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(90);

    public static WatchedInstrument Unknown { get; } =
        new(null, null, null, ImmutableSortedDictionary.Create<string, StatusMessage>(StringComparer.Ordinal), null);

    /// <summary>When it last gave a sign of life.</summary>
    public DateTimeOffset? LastSign => HeardAt ?? Presence?.At;

    public bool IsOffline => Presence is { Told.Online: false };

    public bool IsSilent(DateTimeOffset now) => Presence is { Told.Online: true } && now - LastSign > Silence;
}
