using ClosedLoop.Campaigns;
using ClosedLoop.Messaging;

namespace ClosedLoop.Orchestrator;

/// <summary>What the instruments of the lab say of themselves. Held in memory only: retained messages bring it back after a restart.</summary>
/// <param name="time">The clock that silence is measured with.</param>
public sealed class LabView(TimeProvider time)
{
    /// <summary>An instrument that was silent for so long is not given new steps. Instruments tell their state every 30 s.</summary>
    public static TimeSpan Silence { get; } = TimeSpan.FromSeconds(95);

    /// <summary>How long the first word of an instrument's state is waited for: it comes right after the presence, retained.</summary>
    public static TimeSpan FirstState { get; } = TimeSpan.FromSeconds(5);

    private readonly SortedDictionary<string, InstrumentRecord> _instruments = new(StringComparer.Ordinal);

    /// <summary>Every instrument heard of, in ordinal order.</summary>
    public IEnumerable<InstrumentRecord> Instruments => _instruments.Values;

    /// <summary>Every instrument that has described itself, as the lab's decider sees it.</summary>
    public IEnumerable<InstrumentView> Views() => _instruments.Values.Select(record => record.ToView(time.GetUtcNow())).OfType<InstrumentView>();

    /// <summary>Counts the changes, so that who looks knows whether to look again.</summary>
    public long Version { get; private set; }

    /// <summary>Takes in what an instrument says. An offline older than the newest online is ignored.</summary>
    /// <returns>Whether something changed that a waiting step may care about.</returns>
    public bool Take(LabMessage message)
    {
        var now = time.GetUtcNow();
        Version++;
        switch (message)
        {
            case LabMessage.PresenceChanged m when IsNews(m.Presence, Of(m.Instrument).Presence):
                var known = Of(m.Instrument);
                _instruments[m.Instrument] = known with { Presence = m.Presence, HeardAt = now, BelievedAt = known.Presence is { Online: true } ? known.BelievedAt : now + FirstState };
                return true;
            case LabMessage.CapabilitiesChanged m:
                _instruments[m.Instrument] = Of(m.Instrument) with { Capabilities = m.Capabilities, HeardAt = now };
                return true;
            case LabMessage.StateChanged m:
                var before = Of(m.Instrument);
                var after = before with { State = m.State, HeardAt = now };
                _instruments[m.Instrument] = after;
                return before.State?.Activity != m.State.Activity
                    || before.State?.Health != m.State.Health
                    || before.State?.Active.Count != m.State.Active.Count
                    || before.IsReady(now) != after.IsReady(now);
            default:
                return false;
        }
    }

    /// <summary>Epochs count within one ledger: with a new one they begin anew, and only the instrument's clock tells which is newer.</summary>
    private static bool IsNews(PresenceMessage told, PresenceMessage? known) =>
        known is null || (told.LedgerId == known.LedgerId ? told.Epoch >= known.Epoch : told.Online && told.At >= known.At);

    private InstrumentRecord Of(string id) => _instruments.TryGetValue(id, out var record) ? record : new InstrumentRecord(id, null, null, null, default);
}
