using ClosedLoop.Mqtt;

namespace ClosedLoop.Messaging.Tests;

/// <summary>Both sides show that they are there in the same way.</summary>
public sealed class PresenceTests
{
    private static readonly string Topic = Lab.Topics.InstrumentPresence(Lab.Instrument);

    [Fact]
    public async Task Will_OfEachConnect_HasTheEpochOfItsOnline()
    {
        var lab = new Lab();
        await using var bus = await lab.InstrumentBus(firstEpoch: 7);
        var client = lab.Broker.Client("instrument");
        for (var epoch = 7; epoch < 10; epoch++)
        {
            lab.ShownPresence(Topic).ShouldBe(new PresenceMessage(true, epoch, "c0ffee", Lab.Start));
            await client.Cut();
            lab.ShownPresence(Topic).ShouldBe(new PresenceMessage(false, epoch, "c0ffee", Lab.Start));
            await client.Connect();
        }

        lab.Broker.On(Topic).ShouldAllBe(m => m.Retain && m.Qos == MqttQos.AtLeastOnce && m.Expiry == null);
    }

    [Fact]
    public async Task Orchestrator_Connected_ShowsItselfWithoutALedger()
    {
        var lab = new Lab();
        var topic = Lab.Topics.OrchestratorPresence(Lab.Host);
        await using (var bus = await lab.Orchestrator(firstEpoch: 100))
        {
            lab.ShownPresence(topic).ShouldBe(new PresenceMessage(true, 100, null, Lab.Start));
            await lab.Broker.Client("orchestrator").Cut();
            await lab.Broker.Client("orchestrator").Connect();
            lab.ShownPresence(topic).ShouldBe(new PresenceMessage(true, 101, null, Lab.Start));
        }

        lab.ShownPresence(topic).ShouldBe(new PresenceMessage(false, 101, null, Lab.Start));
    }

    [Fact]
    public async Task Closing_InGoodOrder_SaysGoodbyeBeforeItDisconnects()
    {
        var lab = new Lab();
        var bus = await lab.InstrumentBus(firstEpoch: 7);
        await bus.DisposeAsync();
        lab.ShownPresence(Topic).ShouldBe(new PresenceMessage(false, 7, "c0ffee", Lab.Start));
        lab.Broker.Client("instrument").IsDisposed.ShouldBeTrue();
        bus.IsConnected.ShouldBeFalse();
    }

    [Fact]
    public async Task Closing_WhileTheBrokerIsAway_DoesNotWait()
    {
        var lab = new Lab();
        var bus = await lab.InstrumentBus();
        await lab.Broker.Client("instrument").Cut();
        bus.DisposeAsync().AsTask().IsCompletedSuccessfully.ShouldBeTrue();
    }

    [Fact]
    public async Task Online_IsSaidOnlyWhenCommandsCanBeHeard()
    {
        var lab = new Lab();
        var heard = false;
        await using var orchestrator = new MqttOrchestratorBus(lab.Broker, "north", Lab.Host, 1, lab.Time);
        await orchestrator.ListenAsync(
            async message =>
            {
                if (message is LabMessage.PresenceChanged { Presence.Online: true })
                {
                    heard = await orchestrator.SendAsync(Lab.Instrument, Lab.Command, CancellationToken.None) == Delivery.Sent;
                }
            },
            TestContext.Current.CancellationToken);

        await using var bus = await lab.InstrumentBus();

        heard.ShouldBeTrue();
        lab.Asked.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Listening_BeforeTheBrokerIsThere_AnnouncesAtTheFirstConnect()
    {
        var lab = new Lab();
        lab.Broker.Up = false;
        var connected = 0;
        await using var bus = new MqttInstrumentBus(lab.Broker, "north", Lab.Instrument, lab.Time);
        var listening = bus.ListenAsync(
            "c0ffee",
            7,
            _ => ValueTask.CompletedTask,
            () =>
            {
                connected++;
                return ValueTask.CompletedTask;
            },
            TestContext.Current.CancellationToken).AsTask();
        listening.IsCompleted.ShouldBeFalse();

        await lab.Broker.Client("instrument").Connect();
        await listening;

        lab.ShownPresence(Topic).ShouldBe(new PresenceMessage(true, 7, "c0ffee", Lab.Start));
        connected.ShouldBe(1);
        await lab.Broker.Client("instrument").Cut();
        await lab.Broker.Client("instrument").Connect();
        connected.ShouldBe(2);
    }

    [Fact]
    public async Task OnConnected_IsCalledAfterOnlineWasSaid()
    {
        var lab = new Lab();
        var shown = new List<PresenceMessage>();
        await using var bus = await lab.InstrumentBus(onConnected: () =>
        {
            shown.Add(lab.ShownPresence(Topic));
            return ValueTask.CompletedTask;
        });
        shown.ShouldHaveSingleItem().Online.ShouldBeTrue();
    }
}
