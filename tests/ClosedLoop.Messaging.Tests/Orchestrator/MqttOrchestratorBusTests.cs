using System.Text;
using ClosedLoop.Domain;
using ClosedLoop.Mqtt;

namespace ClosedLoop.Messaging.Tests;

public sealed class MqttOrchestratorBusTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Command_Sent_ExpiresAtItsLatestStartAndSaysWhereTheAnswerGoes()
    {
        var lab = new Lab();
        await using var instrument = await lab.InstrumentBus();
        await using var bus = await lab.Orchestrator();
        lab.Time.Advance(TimeSpan.FromSeconds(29.5));

        (await bus.SendAsync(Lab.Instrument, Lab.Command, Cancellation)).ShouldBe(Delivery.Sent);

        var sent = lab.Broker.On(Lab.Topics.InstrumentCommand(Lab.Instrument)).ShouldHaveSingleItem();
        sent.Expiry.ShouldBe(TimeSpan.FromSeconds(61));
        sent.Retain.ShouldBeFalse();
        sent.Qos.ShouldBe(MqttQos.AtLeastOnce);
        sent.ResponseTopic.ShouldBe("closedloop/v1/north/orchestrator/lab-pc/inbox");
        Lab.Text(sent.CorrelationData).ShouldBe("furnace-1/tower-7f3a.12.anneal.1");
        sent.ContentType.ShouldBe("application/json");
        sent.UserProperties.ShouldBe(
        [
            new("specversion", "1.0"),
            new("id", "tower-7f3a.12.anneal.1"),
            new("source", "/closedloop/v1/north/orchestrator/lab-pc"),
            new("type", "closedloop.command.v1"),
            new("time", "2026-03-01T20:00:29.5000000Z"),
            new("datacontenttype", "application/json"),
            new("traceparent", "00-7e023f1ca6091d5664ba27ee6829eec3-a7a2fd9a26110bbc-01"),
        ]);
        LabJson.TryRead<CommandMessage>(sent.Payload, out var command, out var problem).ShouldBeTrue(problem);
        command.Hash().ShouldBe(Lab.Command.Hash());
    }

    [Theory]
    [InlineData(89.999, 1)]
    [InlineData(89, 1)]
    [InlineData(88.9, 2)]
    public async Task Command_CloseToItsLatestStart_ExpiresAfterAtLeastASecond(double elapsed, int expiry)
    {
        var lab = new Lab();
        await using var bus = await lab.Orchestrator();
        lab.Time.Advance(TimeSpan.FromSeconds(elapsed));
        await bus.SendAsync(Lab.Instrument, Lab.Command, Cancellation);
        lab.Broker.On(Lab.Topics.InstrumentCommand(Lab.Instrument)).Single().Expiry.ShouldBe(TimeSpan.FromSeconds(expiry));
    }

    [Fact]
    public async Task Command_WithoutEndInSight_ExpiresAfterTheLongestThatMqttCounts()
    {
        var lab = new Lab();
        await using var bus = await lab.Orchestrator();
        await bus.SendAsync(Lab.Instrument, Lab.Command with { StartBy = DateTimeOffset.MaxValue }, Cancellation);
        lab.Broker.On(Lab.Topics.InstrumentCommand(Lab.Instrument)).Single().Expiry.ShouldBe(TimeSpan.FromSeconds(uint.MaxValue));
    }

    [Fact]
    public async Task Command_PastItsLatestStart_IsNotSent()
    {
        var lab = new Lab();
        await using var instrument = await lab.InstrumentBus();
        await using var bus = await lab.Orchestrator();
        lab.Time.Advance(TimeSpan.FromSeconds(90));
        (await bus.SendAsync(Lab.Instrument, Lab.Command, Cancellation)).ShouldBe(Delivery.NotSent);
        lab.Broker.On(Lab.Topics.InstrumentCommand(Lab.Instrument)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Command_NobodySubscribes_SaysSo()
    {
        var lab = new Lab();
        await using var bus = await lab.Orchestrator();
        (await bus.SendAsync(Lab.Instrument, Lab.Command, Cancellation)).ShouldBe(Delivery.NobodyListens);
    }

    [Fact]
    public async Task Command_Refused_IsNotSent()
    {
        var lab = new Lab();
        await using var bus = await lab.Orchestrator();
        lab.Broker.Refuses = _ => true;
        (await bus.SendAsync(Lab.Instrument, Lab.Command, Cancellation)).ShouldBe(Delivery.NotSent);
        lab.Broker.Refuses = _ => false;
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Command_TooLargeOrOvertakenByClosing_IsNotSent(bool tooLarge)
    {
        var lab = new Lab();
        await using var bus = await lab.Orchestrator();
        lab.Broker.Throws = _ => tooLarge ? new MqttProtocolException(MqttReasonCode.PacketTooLarge, "too large") : new ObjectDisposedException("connection");
        (await bus.SendAsync(Lab.Instrument, Lab.Command, Cancellation)).ShouldBe(Delivery.NotSent);
        lab.Broker.Throws = _ => null;
    }

    [Fact]
    public async Task Command_BrokerAway_IsGivenUpAfterFiveSeconds()
    {
        var lab = new Lab();
        await using var bus = await lab.Orchestrator();
        await lab.Broker.Client("orchestrator").Cut();
        bus.IsConnected.ShouldBeFalse();
        var sending = bus.SendAsync(Lab.Instrument, Lab.Command, Cancellation).AsTask();
        lab.Time.Advance(TimeSpan.FromSeconds(4.9));
        sending.IsCompleted.ShouldBeFalse();
        lab.Time.Advance(TimeSpan.FromSeconds(0.1));
        (await sending).ShouldBe(Delivery.NotSent);
    }

    [Fact]
    public async Task Command_CallerGivesUp_ThrowsAsItAsked()
    {
        var lab = new Lab();
        await using var bus = await lab.Orchestrator();
        await lab.Broker.Client("orchestrator").Cut();
        using var cancellation = new CancellationTokenSource();
        var sending = bus.SendAsync(Lab.Instrument, Lab.Command, cancellation.Token).AsTask();
        await cancellation.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(sending);
    }

    [Fact]
    public async Task Command_BeforeListening_Throws()
    {
        var lab = new Lab();
        await using var bus = new MqttOrchestratorBus(lab.Broker, "north", Lab.Host, 1, lab.Time);
        bus.IsConnected.ShouldBeFalse();
        await Should.ThrowAsync<InvalidOperationException>(async () => await bus.SendAsync(Lab.Instrument, Lab.Command, Cancellation));
    }

    [Fact]
    public async Task Control_AboutADispatch_ExpiresAndCanBeAnswered()
    {
        var lab = new Lab();
        await using var bus = await lab.Orchestrator();
        await bus.SendAsync(Lab.Instrument, new ControlMessage(ControlVerb.Query, Lab.Dispatch, 3, null), Cancellation);
        await bus.SendAsync(Lab.Instrument, new ControlMessage(ControlVerb.SafeStop, null, 0, "smoke"), Cancellation);

        var sent = lab.Broker.On(Lab.Topics.InstrumentControl(Lab.Instrument)).ToArray();
        sent.ShouldAllBe(m => m.Expiry == TimeSpan.FromSeconds(60) && !m.Retain);
        sent[0].ResponseTopic.ShouldBe(Lab.Topics.OrchestratorInbox(Lab.Host));
        Lab.Text(sent[0].CorrelationData).ShouldBe("furnace-1/tower-7f3a.12.anneal.1");
        sent[1].ResponseTopic.ShouldBeNull();
        sent.Select(m => m.UserProperties.Single(p => p.Key == "id").Value).Distinct().Count().ShouldBe(2);
    }

    [Fact]
    public async Task Answer_OnTheInbox_CarriesItsInstrumentFromTheCorrelationData()
    {
        var lab = new Lab();
        await using var instrument = await lab.InstrumentBus();
        await using var bus = await lab.Orchestrator();
        lab.Heard.Clear();
        await bus.SendAsync(Lab.Instrument, new ControlMessage(ControlVerb.Query, Lab.Dispatch, 3, null), Cancellation);
        var asked = lab.Asked.ShouldHaveSingleItem().ShouldBeOfType<InstrumentMessage.ControlArrived>();
        (await instrument.ReplyAsync(asked.ReplyTo!, Lab.Status(DispatchStatus.Unknown), Cancellation)).ShouldBe(Delivery.Sent);

        lab.Heard.ShouldHaveSingleItem().ShouldBe(new LabMessage.StatusArrived(Lab.Instrument, Lab.Status(DispatchStatus.Unknown)));
        lab.Broker.On(Lab.Topics.OrchestratorInbox(Lab.Host)).Single().Retain.ShouldBeFalse();
    }

    [Theory]
    [InlineData("", "the correlation data are not those of a request")]
    [InlineData("furnace-1", "the correlation data are not those of a request")]
    [InlineData("/tower-7f3a.12.anneal.1", "the correlation data are not those of a request")]
    [InlineData("furnace-1/tower", "the correlation data are not those of a request")]
    [InlineData("furnace-1/tower-7f3a.13.anneal.1", "`dispatchId` is tower-7f3a.12.anneal.1, but the correlation data say tower-7f3a.13.anneal.1")]
    public async Task Answer_WithOtherCorrelationData_IsMalformed(string correlation, string reason)
    {
        var lab = new Lab();
        await using var bus = await lab.Orchestrator();
        await lab.Publish(Lab.Topics.OrchestratorInbox(Lab.Host), Encoding.UTF8.GetString(LabJson.Write(Lab.Status(DispatchStatus.Running))), correlation: correlation);
        lab.Heard.ShouldHaveSingleItem().ShouldBeOfType<LabMessage.Malformed>().Reason.ShouldBe(reason);
    }

    [Fact]
    public async Task Listening_AfterTheInstrumentSpoke_HearsWhatIsRetained()
    {
        var lab = new Lab();
        await using var instrument = await lab.InstrumentBus();
        var capabilities = new CapabilitiesMessage([], 2, true, true, "1.0");
        await instrument.ShowAsync(capabilities, Cancellation);
        await instrument.ShowAsync(new StateMessage("ok", "idle", [], null, Lab.Start), Cancellation);
        await instrument.ShowAsync(Lab.Status(DispatchStatus.Succeeded), Cancellation);
        await instrument.ShowAsync(Lab.Result, Cancellation);

        await using var bus = await lab.Orchestrator();

        lab.Heard.Select(m => m.GetType().Name).ShouldBe(["PresenceChanged", "CapabilitiesChanged", "StateChanged", "StatusArrived", "ResultArrived"], ignoreOrder: true);
        lab.Heard.OfType<LabMessage.PresenceChanged>().Single().ShouldBe(new LabMessage.PresenceChanged(Lab.Instrument, new PresenceMessage(true, 7, "c0ffee", Lab.Start)));
        Same.Capabilities(lab.Heard.OfType<LabMessage.CapabilitiesChanged>().Single().Capabilities, capabilities);
        Same.Result(lab.Heard.OfType<LabMessage.ResultArrived>().Single().Result, Lab.Result);
    }

    [Fact]
    public async Task Orders_ForHostAndCampaign_ArriveWithTheAddressOfTheAnswer()
    {
        var lab = new Lab();
        await using var bus = await lab.Orchestrator();
        await lab.Publish(Lab.Topics.OrchestratorControl(Lab.Host), """{"verb":"status"}""", "op/inbox", "1");
        await lab.Publish(Lab.Topics.CampaignControl("tower"), """{"verb":"pause","reason":"lunch"}""");

        var host = lab.Heard[0].ShouldBeOfType<LabMessage.HostControlArrived>();
        host.Control.ShouldBe(new HostControlMessage(HostVerb.Status, null, null));
        host.ReplyTo.ShouldNotBeNull().Topic.ShouldBe("op/inbox");
        lab.Heard[1].ShouldBe(new LabMessage.CampaignControlArrived("tower", new CampaignControlMessage(CampaignVerb.Pause, "lunch"), null));
    }

    [Theory]
    [InlineData("""{"verb":"submit","text":"name: x"}""", "`fileName` is missing; submit needs it")]
    [InlineData("""{"verb":"submit","fileName":"x.yaml"}""", "`text` is missing; submit needs it")]
    [InlineData("""{"verb":"reboot"}""", "`verb` must be one of submit, status, drain, refill")]
    public async Task Orders_ThatAreIncomplete_AreMalformed(string payload, string reason)
    {
        var lab = new Lab();
        await using var bus = await lab.Orchestrator();
        await lab.Publish(Lab.Topics.OrchestratorControl(Lab.Host), payload);
        lab.Heard.ShouldHaveSingleItem().ShouldBeOfType<LabMessage.Malformed>().Reason.ShouldBe(reason);
    }

    [Fact]
    public async Task Submission_LargerThanAMessage_IsRead()
    {
        var lab = new Lab();
        await using var bus = await lab.Orchestrator();
        await lab.Publish(Lab.Topics.OrchestratorControl(Lab.Host), $$"""{"verb":"submit","fileName":"x.yaml","text":"{{new string('#', LabJson.LargestPayload)}}"}""");
        lab.Heard.ShouldHaveSingleItem().ShouldBeOfType<LabMessage.HostControlArrived>().Control.Text!.Length.ShouldBe(LabJson.LargestPayload);
    }

    [Fact]
    public async Task RetainedOrder_FoundAtSubscribing_IsNotObeyed()
    {
        var lab = new Lab();
        await lab.Publish(Lab.Topics.CampaignControl("tower"), """{"verb":"abort"}""", retain: true);
        await using var bus = await lab.Orchestrator();
        lab.Heard.ShouldHaveSingleItem().ShouldBeOfType<LabMessage.Malformed>().Reason.ShouldBe("an order must not be retained: it would be given again at every connect");
    }

    [Fact]
    public async Task Order_WithAResponseTopicThatIsAFilter_IsMalformed()
    {
        var lab = new Lab();
        await using var bus = await lab.Orchestrator();
        await lab.Publish(Lab.Topics.CampaignControl("tower"), """{"verb":"abort"}""", "op/#");
        lab.Heard.ShouldHaveSingleItem().ShouldBeOfType<LabMessage.Malformed>().Reason.ShouldBe("the response topic is not a topic that can be published to");
    }

    [Fact]
    public async Task Campaign_Shown_IsRetainedAsAskedAndOnlyBelowItsOwnTopics()
    {
        var lab = new Lab();
        await using var bus = await lab.Orchestrator();
        (await bus.ShowAsync("tower", "trial/3", "{}"u8.ToArray(), retain: true, Cancellation)).ShouldBe(Delivery.Sent);
        (await bus.ShowAsync("tower", "event/retrained", "{}"u8.ToArray(), retain: false, Cancellation)).ShouldBe(Delivery.NobodyListens);

        lab.Broker.Retained(Lab.Topics.CampaignTrial("tower", 3)).ShouldNotBeNull();
        lab.Broker.Retained(Lab.Topics.CampaignEvent("tower", "retrained")).ShouldBeNull();
        foreach (var leaf in new[] { "control", "", "trial/last", "state/more", "../tower2/state" })
        {
            await Should.ThrowAsync<ArgumentException>(async () => await bus.ShowAsync("tower", leaf, "{}"u8.ToArray(), true, Cancellation));
        }
    }

    [Fact]
    public async Task Listening_Twice_Throws()
    {
        var lab = new Lab();
        await using var bus = await lab.Orchestrator();
        await Should.ThrowAsync<InvalidOperationException>(async () => await bus.ListenAsync(_ => ValueTask.CompletedTask, Cancellation));
    }
}
