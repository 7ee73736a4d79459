using System.Text;
using ClosedLoop.Domain;
using ClosedLoop.Messaging;
using ClosedLoop.Mqtt;

namespace ClosedLoop.Tests;

/// <summary>Messages of a lab and what a watcher makes of them.</summary>
internal sealed class Labs
{
    private readonly LabTopics _topics = new("north");

    public DateTimeOffset Now { get; set; } = new(2026, 3, 1, 20, 0, 0, TimeSpan.Zero);

    public LabPicture Picture { get; private set; } = LabPicture.Empty;

    public WatchedInstrument Furnace => Picture.Instruments[new WatchedName("north", "furnace-1")];

    public IReadOnlyList<string> Notes => [.. Picture.Notes.Select(note => $"{note.Who}: {note.Text}")];

    public string LineOf(string name) => PictureWords.Lines(Picture, Now).Single(line => line.Name == name).Text;

    public Labs Hear(string topic, string payload, bool retained = false)
    {
        Picture = Picture.After(new MqttMessage($"{_topics.Root}/{topic}", Encoding.UTF8.GetBytes(payload)) { Retain = retained }, Now);
        return this;
    }

    public Labs Presence(bool online, long epoch, bool retained = false) => Tell(
        _topics.InstrumentPresence("furnace-1"), LabJson.Write(new PresenceMessage(online, epoch, "ledger-1", Now)), retained);

    public Labs State(string activity, string[] active, string health = "ok", string? error = null, bool retained = false) => Tell(
        _topics.InstrumentState("furnace-1"), LabJson.Write(new StateMessage(health, activity, active, error, Now)), retained);

    public Labs Running(DispatchId id, double progress) => Tell(
        _topics.DispatchStatus("furnace-1", id),
        LabJson.Write(new StatusMessage { DispatchId = id, Status = DispatchStatus.Running, LedgerId = "ledger-1", At = Now, Progress = progress }),
        retained: false);

    public Labs Campaign(string phase, int observed = 3) => Hear(
        "campaign/tower/state",
        $$"""
        {"text":"{{phase}}: {{observed}} of 24 trials observed","run":"tower-1","phase":"{{phase}}","epoch":1,"trialsObserved":{{observed}},"trialsFailed":1,
         "trialsQuarantined":0,"trialsInFlight":2,"trialsBudget":24,
         "spent":3,"quarantinedMessages":0,"startedAt":"2026-03-01T19:00:00Z","at":"2026-03-01T19:59:00Z","headHash":"00"}
        """,
        retained: true);

    public Labs Event(string kind, string text) =>
        Tell(_topics.CampaignEvent("tower", kind), LabJson.Write(new CampaignEventMessage(text, kind, Now, null, null)), retained: false);

    private Labs Tell(string topic, byte[] payload, bool retained)
    {
        Picture = Picture.After(new MqttMessage(topic, payload) { Retain = retained }, Now);
        return this;
    }
}
