using System.Collections.Immutable;
using ClosedLoop.Messaging;
using ClosedLoop.Mqtt;

namespace ClosedLoop;

/// <summary>What an operator knows of the labs at a broker: a fold of their messages, and of nothing else.</summary>
internal sealed partial record LabPicture
{
    private const int NotesKept = 500;
    private const string Root = "closedloop/v1/";

    public static LabPicture Empty { get; } = new();

    public ImmutableSortedDictionary<WatchedName, WatchedCampaign> Campaigns { get; private init; } =
        ImmutableSortedDictionary<WatchedName, WatchedCampaign>.Empty;

    public ImmutableSortedDictionary<WatchedName, WatchedInstrument> Instruments { get; private init; } =
        ImmutableSortedDictionary<WatchedName, WatchedInstrument>.Empty;

    public ImmutableSortedDictionary<WatchedName, WatchedPresence> Hosts { get; private init; } =
        ImmutableSortedDictionary<WatchedName, WatchedPresence>.Empty;

    /// <summary>The last things that happened, oldest first.</summary>
    public ImmutableList<WatchNote> Notes { get; private init; } = [];

    /// <summary>How many things have happened.</summary>
    public long Noted { get; private init; }

    public bool IsEmpty => Campaigns.IsEmpty && Instruments.IsEmpty && Hosts.IsEmpty;

    /// <summary>The filters of everything that the picture is made of.</summary>
    /// <param name="lab">The lab, or <c>+</c> for all.</param>
    /// <param name="campaign">The campaign, or <c>+</c> for all.</param>
    public static IReadOnlyList<string> Filters(string lab, string campaign) =>
    [
        $"{Root}{lab}/orchestrator/+/presence",
        $"{Root}{lab}/instrument/+/presence",
        $"{Root}{lab}/instrument/+/capabilities",
        $"{Root}{lab}/instrument/+/state",
        $"{Root}{lab}/instrument/+/dispatch/+/status",
        $"{Root}{lab}/campaign/{campaign}/state",
        $"{Root}{lab}/campaign/{campaign}/best",
        $"{Root}{lab}/campaign/{campaign}/model",
        $"{Root}{lab}/campaign/{campaign}/event/+",
    ];

    /// <summary>The picture after one more message.</summary>
    public LabPicture After(MqttMessage message, DateTimeOffset now)
    {
        var lab = message.Topic.StartsWith(Root, StringComparison.Ordinal) ? message.Topic[Root.Length..].Split('/')[0] : "";
        if (lab.Length == 0 || !new LabTopics(lab).TryParse(message.Topic, out var topic))
        {
            return this;
        }

        var name = new WatchedName(lab, topic.Owner);
        return topic.Kind switch
        {
            LabTopicKind.OrchestratorPresence => Host(name, message, now),
            LabTopicKind.InstrumentPresence or LabTopicKind.InstrumentCapabilities or LabTopicKind.InstrumentState or LabTopicKind.DispatchStatus =>
                Instrument(name, topic, message, now),
            LabTopicKind.CampaignEvent => Event(name, message, now),
            LabTopicKind.CampaignState or LabTopicKind.CampaignBest or LabTopicKind.CampaignModel => Campaign(name, topic.Kind, message, now),
            _ => this,
        };
    }

    private LabPicture Note(DateTimeOffset at, WatchedName who, string text, bool trouble = false)
    {
        var notes = Notes.Add(new WatchNote(Noted + 1, at, $"{who.Lab}/{who.Name}", text, trouble));
        return this with { Noted = Noted + 1, Notes = notes.Count > NotesKept ? notes.RemoveAt(0) : notes };
    }

    private LabPicture Unreadable(WatchedName who, MqttMessage message, string problem, DateTimeOffset now) =>
        Note(now, who, $"{message.Topic} cannot be read: {problem}", trouble: true);

    private LabPicture Host(WatchedName name, MqttMessage message, DateTimeOffset now)
    {
        if (message.Payload.IsEmpty)
        {
            return this with { Hosts = Hosts.Remove(name) };
        }

        if (!LabJson.TryRead<PresenceMessage>(message.Payload, out var told, out var problem))
        {
            return Unreadable(name, message, problem, now);
        }

        var before = Hosts.GetValueOrDefault(name);
        var after = WatchedPresence.After(before, told, message.Retain ? null : now);
        var picture = this with { Hosts = Hosts.SetItem(name, after) };
        return message.Retain || before?.Told.Online == after.Told.Online ? picture
            : picture.Note(now, name, after.Told.Online ? "the host is online" : "the host went offline", !after.Told.Online);
    }

    private LabPicture Campaign(WatchedName name, LabTopicKind kind, MqttMessage message, DateTimeOffset now)
    {
        if (message.Payload.IsEmpty)
        {
            return kind == LabTopicKind.CampaignState ? this with { Campaigns = Campaigns.Remove(name) } : this;
        }

        var before = Campaigns.GetValueOrDefault(name) ?? new WatchedCampaign(null, null, null);
        string? problem;
        WatchedCampaign? after = kind switch
        {
            LabTopicKind.CampaignState => LabJson.TryRead<CampaignStateMessage>(message.Payload, out var state, out problem)
                ? before with { State = state }
                : null,
            LabTopicKind.CampaignBest => LabJson.TryRead<CampaignTrialMessage>(message.Payload, out var best, out problem)
                ? before with { Best = best }
                : null,
            _ => LabJson.TryRead<CampaignModelMessage>(message.Payload, out var model, out problem)
                ? before with { Model = model }
                : null,
        };
        return after is null ? Unreadable(name, message, problem!, now) : this with { Campaigns = Campaigns.SetItem(name, after) };
    }

    private LabPicture Event(WatchedName name, MqttMessage message, DateTimeOffset now) =>
        !LabJson.TryRead<CampaignEventMessage>(message.Payload, out var happened, out var problem) ? Unreadable(name, message, problem, now)
        : EventWords.IsDetail(happened.Event) ? this
        : Note(happened.At, name, happened.Text, EventWords.IsTrouble(happened.Event));
}
