using ClosedLoop.Messaging;
using ClosedLoop.Mqtt;

namespace ClosedLoop;

/// <content>Instruments.</content>
internal sealed partial record LabPicture
{
    private LabPicture Instrument(WatchedName name, LabTopic topic, MqttMessage message, DateTimeOffset now)
    {
        var before = Instruments.GetValueOrDefault(name) ?? WatchedInstrument.Unknown;
        var heard = message.Retain ? before : before with { HeardAt = now };
        if (message.Payload.IsEmpty)
        {
            return Cleared(name, topic, heard);
        }

        var payload = message.Payload;
        return topic.Kind switch
        {
            LabTopicKind.InstrumentPresence => LabJson.TryRead<PresenceMessage>(payload, out var told, out var problem)
                ? Present(name, heard, told, message.Retain, now)
                : Unreadable(name, message, problem, now),
            LabTopicKind.InstrumentCapabilities => LabJson.TryRead<CapabilitiesMessage>(payload, out var shown, out var problem)
                ? With(name, heard with { Capabilities = shown })
                : Unreadable(name, message, problem, now),
            LabTopicKind.InstrumentState => LabJson.TryRead<StateMessage>(payload, out var state, out var problem)
                ? Stated(name, heard, state, message.Retain)
                : Unreadable(name, message, problem, now),
            _ => LabJson.TryRead<StatusMessage>(payload, out var status, out var problem)
                ? With(name, heard with { Dispatches = heard.Dispatches.SetItem(status.DispatchId.ToString(), status) })
                : Unreadable(name, message, problem, now),
        };
    }

    private LabPicture With(WatchedName name, WatchedInstrument instrument) => this with { Instruments = Instruments.SetItem(name, instrument) };

    private LabPicture Cleared(WatchedName name, LabTopic topic, WatchedInstrument heard) => topic.Kind switch
    {
        LabTopicKind.InstrumentPresence => this with { Instruments = Instruments.Remove(name) },
        LabTopicKind.DispatchStatus => With(name, heard with { Dispatches = heard.Dispatches.Remove(topic.Leaf!) }),
        _ => this,
    };

    private LabPicture Present(WatchedName name, WatchedInstrument before, PresenceMessage told, bool retained, DateTimeOffset now)
    {
        var presence = WatchedPresence.After(before.Presence, told, retained ? null : now);
        var picture = With(name, before with { Presence = presence });
        return retained || before.Presence?.Told.Online == presence.Told.Online ? picture
            : picture.Note(now, name, presence.Told.Online ? "online" : "went offline", !presence.Told.Online);
    }

    private LabPicture Stated(WatchedName name, WatchedInstrument before, StateMessage state, bool retained)
    {
        var picture = With(name, before with { State = state });
        if (retained)
        {
            return picture;
        }

        var (was, latched) = (before.State, state.Activity is "paused" or "stopped");
        if (was?.Health != state.Health && (was is not null || state.Health != "ok"))
        {
            picture = picture.Note(state.At, name, $"health {state.Health}", state.Health != "ok");
        }

        if (was?.Activity != state.Activity && (latched || was?.Activity is "paused" or "stopped"))
        {
            picture = picture.Note(state.At, name, latched ? state.Activity : "goes on", latched);
        }

        // Of an error in a step the campaign speaks.
        return state.LastError is { } error && error != was?.LastError && !EventWords.IsOfStep(error)
            ? picture.Note(state.At, name, error, trouble: true)
            : picture;
    }
}
