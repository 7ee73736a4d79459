using ClosedLoop.Domain;
using ClosedLoop.Messaging;
using ClosedLoop.Mqtt;

namespace ClosedLoop.Conformance.Tests;

/// <summary>
/// An instrument written from the contract alone, in one thread, sharing nothing with the lab's own host but the messages. One violation at a time can be
/// switched on.
/// </summary>
internal sealed partial class ScriptedInstrument(IMqttConnector connector, TimeProvider time, Notebook notebook, Violation violation, bool simulated)
{
    public const string Lab = "bench";
    public const string Id = "scripted-1";

    private static readonly TimeSpan StepTakes = TimeSpan.FromSeconds(4);

    private readonly LabTopics _topics = new(Lab);
    private readonly Dictionary<DispatchId, CancellationTokenSource> _running = [];
    private IMqttConnection _connection = null!;
    private int _life;
    private bool _fell;

    private CapabilitiesMessage Capabilities { get; } = new(
        [
            Anneal,
            .. Enumerable.Repeat(Anneal, violation == Violation.DeclaresTwice ? 1 : 0),
        ],
        1,
        simulated,
        Recovers: false,
        "scripted-1");

    private static CapabilityMessage Anneal { get; } = new(
        "anneal",
        ["temperature", "gas"],
        ["peak", "phase"],
        new Dictionary<string, ParameterLimit> { ["temperature"] = new(20, 1100, "°C") },
        4);

    public async Task RunAsync()
    {
        _life = ++notebook.Lives;
        if (Is(Violation.LosesItsLedger))
        {
            notebook.LedgerId = $"notebook-{_life}";
        }

        SettleLastLife();
        await ConnectAsync();
    }

    private bool Is(Violation one) => violation == one;

    private async Task ConnectAsync()
    {
        _connection = connector.Open(new MqttConnectionOptions
        {
            ClientId = "scripted",
            Will = Is(Violation.HasNoWill) ? null : _ => Presence(online: false, NextEpoch() + (Is(Violation.WillOutlivesTheNextOnline) ? 1000 : 0)),
            OnConnected = _ => ShowEverythingAsync(),
        });
        foreach (var topic in new[] { _topics.InstrumentCommand(Id), _topics.InstrumentControl(Id) })
        {
            await _connection.SubscribeAsync(topic, MqttQos.AtLeastOnce, HearAsync);
        }
    }

    private long NextEpoch() => Is(Violation.EpochStands) ? notebook.Epoch : ++notebook.Epoch;

    private MqttMessage Presence(bool online, long epoch) =>
        new(_topics.InstrumentPresence(Id), LabJson.Write(new PresenceMessage(online, epoch, notebook.LedgerId, time.GetUtcNow())))
        {
            Retain = !Is(Violation.PresenceNotRetained),
        };

    /// <summary>An intent without an end: this device cannot say what became of it.</summary>
    private void SettleLastLife()
    {
        foreach (var (id, page) in notebook.Pages.Where(pair => pair.Value.Status.Status == DispatchStatus.Running).ToList())
        {
            if (Is(Violation.BeginsAgainAfterARestart))
            {
                Begin(id, page.Command!);
            }
            else
            {
                page.Status = Status(id, DispatchStatus.Indeterminate) with { Sample = SampleFate.Unknown };
            }
        }
    }

    private async ValueTask ShowEverythingAsync()
    {
        if (Is(Violation.HasNoWill))
        {
            NextEpoch();
        }

        await _connection.PublishAsync(Presence(online: true, notebook.Epoch));
        if (!Is(Violation.ShowsNoCapabilities))
        {
            await ShowAsync(_topics.InstrumentCapabilities(Id), LabJson.Write(Capabilities));
        }

        await ShowStateAsync();
        foreach (var (id, page) in notebook.Pages.Where(pair => !pair.Value.Closed).ToList())
        {
            var old = Is(Violation.DoesNotPublishAgain) && page.Life < _life && page.Status.Status != DispatchStatus.Indeterminate;
            if (!old)
            {
                await ShowAsync(id, page);
            }
        }
    }

    private async ValueTask ShowAsync(DispatchId id, Page page)
    {
        var status = page.Status with { LedgerId = notebook.LedgerId };
        if (Is(Violation.ResultAfterStatus))
        {
            await ShowAsync(_topics.DispatchStatus(Id, id), LabJson.Write(status));
        }

        if (page.Result is { } result)
        {
            await ShowAsync(_topics.DispatchResult(Id, id), LabJson.Write(Worded(result)), !Is(Violation.ResultNotRetained));
        }

        if (Is(Violation.MumblesAStatus))
        {
            await ShowAsync(_topics.DispatchStatus(Id, id), "{\"status\":\"well\"}"u8.ToArray());
        }

        await ShowAsync(_topics.DispatchStatus(Id, id), LabJson.Write(status));
    }

    private ResultMessage Worded(ResultMessage result) => result with
    {
        LedgerId = Is(Violation.ShowsAnotherLedger) ? "another" : notebook.LedgerId,
        Outputs = result.Outputs.Skip(Is(Violation.LacksAnOutput) ? 1 : 0).ToDictionary(),
    };

    private ValueTask ShowStateAsync()
    {
        var active = Is(Violation.StateStandsStill) ? [] : _running.Keys.Select(id => id.ToString()).ToArray();
        var activity = notebook.Activity == "idle" && active.Length > 0 ? "busy" : notebook.Activity;
        return ShowAsync(_topics.InstrumentState(Id), LabJson.Write(new StateMessage("ok", activity, active, null, time.GetUtcNow())));
    }

    private async ValueTask ShowAsync(string topic, ReadOnlyMemory<byte> payload, bool retain = true) =>
        await _connection.PublishAsync(new MqttMessage(topic, payload) { Retain = retain });

    private StatusMessage Status(DispatchId id, DispatchStatus status) =>
        new() { DispatchId = id, Status = status, LedgerId = notebook.LedgerId, At = time.GetUtcNow() };

    private StatusMessage Rejected(DispatchId id, RefusalReason reason) => Status(id, DispatchStatus.Rejected) with { Refusal = reason };
}
