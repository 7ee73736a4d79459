using System.Text;
using ClosedLoop.Domain;
using ClosedLoop.Mqtt;

namespace ClosedLoop.Messaging.Tests;

/// <summary>A broker, a clock, and the names that the tests use.</summary>
internal sealed class Lab
{
    public const string Host = "lab-pc";
    public const string Instrument = "furnace-1";
    public static readonly DateTimeOffset Start = new(2026, 3, 1, 20, 0, 0, TimeSpan.Zero);
    public static readonly DispatchId Dispatch = new("tower-7f3a", 12, "anneal", 1);
    public static readonly LabTopics Topics = new("north");

    public InMemoryBroker Broker { get; } = new();

    public ManualTime Time { get; } = new(Start);

    public List<LabMessage> Heard { get; } = [];

    public List<InstrumentMessage> Asked { get; } = [];

    public static CommandMessage Command => new()
    {
        DispatchId = Dispatch,
        Capability = "anneal",
        Parameters = new Dictionary<string, ParameterValue> { ["temperature"] = 450.5, ["atmosphere"] = "argon" },
        Sample = "tower-7f3a.12",
        Simulated = true,
        LedgerId = "c0ffee",
        Epoch = 3,
        StartBy = Start.AddSeconds(90),
        TimeLimit = TimeSpan.FromMinutes(30),
    };

    public static StatusMessage Status(DispatchStatus status) => new() { DispatchId = Dispatch, Status = status, LedgerId = "c0ffee", At = Start };

    public static ResultMessage Result => new(Dispatch, "c0ffee", new Dictionary<string, ParameterValue> { ["yield"] = 0.73 }, Start, Start.AddMinutes(5), []);

    public async Task<MqttOrchestratorBus> Orchestrator(long firstEpoch = 100)
    {
        var bus = new MqttOrchestratorBus(Broker, "north", Host, firstEpoch, Time);
        await bus.ListenAsync(
            message =>
            {
                Heard.Add(message);
                return ValueTask.CompletedTask;
            },
            TestContext.Current.CancellationToken);
        return bus;
    }

    public async Task<MqttInstrumentBus> InstrumentBus(long firstEpoch = 7, Func<ValueTask>? onConnected = null)
    {
        var bus = new MqttInstrumentBus(Broker, "north", Instrument, Time);
        await bus.ListenAsync(
            "c0ffee",
            firstEpoch,
            message =>
            {
                Asked.Add(message);
                return ValueTask.CompletedTask;
            },
            onConnected ?? (() => ValueTask.CompletedTask),
            TestContext.Current.CancellationToken);
        return bus;
    }

    public async Task Publish(string topic, string payload, string? responseTopic = null, string correlation = "", bool retain = false) => await Broker.Deliver(
        new MqttMessage(topic, Encoding.UTF8.GetBytes(payload)) { ResponseTopic = responseTopic, CorrelationData = Encoding.UTF8.GetBytes(correlation), Retain = retain });

    public static string Text(ReadOnlyMemory<byte> bytes) => Encoding.UTF8.GetString(bytes.Span);

    public PresenceMessage ShownPresence(string topic) =>
        LabJson.TryRead<PresenceMessage>(Broker.Retained(topic)!.Payload, out var presence, out var problem) ? presence : throw new InvalidOperationException(problem);
}
