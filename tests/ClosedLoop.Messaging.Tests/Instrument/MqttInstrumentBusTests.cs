using ClosedLoop.Domain;
using ClosedLoop.Mqtt;

namespace ClosedLoop.Messaging.Tests;

public sealed class MqttInstrumentBusTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Session_OfAnInstrument_OutlivesAShortAbsence()
    {
        var lab = new Lab();
        await using var bus = await lab.InstrumentBus();
        var options = lab.Broker.Client("instrument").Options;
        options.ClientId.ShouldBe("closedloop-north-instrument-furnace-1");
        options.CleanStart.ShouldBeFalse();
        options.SessionExpiry.ShouldBe(TimeSpan.FromMinutes(5));
    }

    [Fact]
    public async Task Command_FromAnOrchestrator_ArrivesWhole()
    {
        var lab = new Lab();
        await using var bus = await lab.InstrumentBus();
        await using var orchestrator = await lab.Orchestrator();
        await orchestrator.SendAsync(Lab.Instrument, Lab.Command, Cancellation);
        var arrived = lab.Asked.ShouldHaveSingleItem().ShouldBeOfType<InstrumentMessage.CommandArrived>();
        Same.Command(arrived.Command, Lab.Command);
        arrived.ReplyTo.ShouldNotBeNull().Topic.ShouldBe(Lab.Topics.OrchestratorInbox(Lab.Host));
    }

    [Fact]
    public async Task RetainedCommand_FoundAtSubscribing_IsNotObeyed()
    {
        var lab = new Lab();
        await lab.Broker.Deliver(new MqttMessage(Lab.Topics.InstrumentCommand(Lab.Instrument), LabJson.Write(Lab.Command)) { Retain = true });
        await using var bus = await lab.InstrumentBus();
        lab.Asked.ShouldHaveSingleItem().ShouldBeOfType<InstrumentMessage.Malformed>().Reason.ShouldBe("an order must not be retained: it would be given again at every connect");
    }

    [Fact]
    public async Task CommandOfAnotherInstrument_IsNotHeard()
    {
        var lab = new Lab();
        await using var bus = await lab.InstrumentBus();
        (await lab.Broker.Deliver(new MqttMessage(Lab.Topics.InstrumentCommand("furnace-2"), LabJson.Write(Lab.Command)))).ShouldBe(MqttPublishOutcome.NoMatchingSubscribers);
        lab.Asked.ShouldBeEmpty();
    }

    [Fact]
    public async Task StatusAndResult_Shown_StayUntilCleared()
    {
        var lab = new Lab();
        await using var bus = await lab.InstrumentBus();
        var (status, result) = (Lab.Topics.DispatchStatus(Lab.Instrument, Lab.Dispatch), Lab.Topics.DispatchResult(Lab.Instrument, Lab.Dispatch));
        (await bus.ShowAsync(Lab.Status(DispatchStatus.Succeeded), Cancellation)).ShouldBe(Delivery.Sent);
        (await bus.ShowAsync(Lab.Result, Cancellation)).ShouldBe(Delivery.Sent);
        lab.Broker.Retained(status).ShouldNotBeNull().Expiry.ShouldBeNull();
        lab.Broker.Retained(result).ShouldNotBeNull().Qos.ShouldBe(MqttQos.AtLeastOnce);

        (await bus.ClearAsync(Lab.Dispatch, Cancellation)).ShouldBe(Delivery.Sent);
        lab.Broker.Retained(status).ShouldBeNull();
        lab.Broker.Retained(result).ShouldBeNull();
    }

    [Fact]
    public async Task Clear_HeardByTheOrchestrator_IsNoMessage()
    {
        var lab = new Lab();
        await using var bus = await lab.InstrumentBus();
        await using var orchestrator = await lab.Orchestrator();
        lab.Heard.Clear();
        await bus.ClearAsync(Lab.Dispatch, Cancellation);
        lab.Heard.ShouldBeEmpty();
    }

    [Fact]
    public async Task Telemetry_Sent_IsLightAndIsDroppedWhenItCannotBe()
    {
        var lab = new Lab();
        await using var bus = await lab.InstrumentBus();
        await bus.TelemetryAsync("temperature", 451.25, Cancellation);
        var sent = lab.Broker.On(Lab.Topics.Telemetry(Lab.Instrument, "temperature")).ShouldHaveSingleItem();
        sent.Qos.ShouldBe(MqttQos.AtMostOnce);
        sent.Retain.ShouldBeFalse();
        Lab.Text(sent.Payload).ShouldBe("""{"value":451.25,"at":"2026-03-01T20:00:00Z"}""");

        (await bus.TelemetryAsync("temperature", double.NaN, Cancellation)).ShouldBe(Delivery.NotSent);
        await lab.Broker.Client("instrument").Cut();
        (await bus.TelemetryAsync("temperature", 1, Cancellation)).ShouldBe(Delivery.NotSent);
    }
}
