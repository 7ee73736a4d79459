using System.Text;
using ClosedLoop.Mqtt;

namespace ClosedLoop.Messaging.Tests;

/// <summary>A client of MQTT 3.1.1 has no response topic, correlation data or user properties: the payload says the same.</summary>
public sealed class PlainJsonTests
{
    private const string Correlation = "furnace-1/tower-7f3a.12.anneal.1";

    private static readonly string Inbox = Lab.Topics.OrchestratorInbox(Lab.Host);

    [Fact]
    public async Task CommandAndControl_Sent_SayInThePayloadTooWhereTheAnswerGoes()
    {
        var lab = new Lab();
        await using var bus = await lab.Orchestrator();
        await bus.SendAsync(Lab.Instrument, Lab.Command, TestContext.Current.CancellationToken);
        await bus.SendAsync(Lab.Instrument, new ControlMessage(ControlVerb.Query, Lab.Dispatch, 3, null), TestContext.Current.CancellationToken);
        await bus.SendAsync(Lab.Instrument, new ControlMessage(ControlVerb.Pause, null, 0, null), TestContext.Current.CancellationToken);

        var command = Read<CommandMessage>(lab.Broker.On(Lab.Topics.InstrumentCommand(Lab.Instrument)).Single());
        (command.ReplyTo, command.CorrelationId).ShouldBe((Inbox, Correlation));
        var controls = lab.Broker.On(Lab.Topics.InstrumentControl(Lab.Instrument)).Select(Read<ControlMessage>).ToList();
        (controls[0].ReplyTo, controls[0].CorrelationId).ShouldBe((Inbox, Correlation));
        (controls[1].ReplyTo, controls[1].CorrelationId).ShouldBe((null, null));
    }

    [Fact]
    public async Task Order_WithoutResponseTopic_IsAnsweredWhereItsPayloadSays()
    {
        var lab = new Lab();
        await using var bus = await lab.InstrumentBus();
        await lab.Publish(Lab.Topics.InstrumentControl(Lab.Instrument), Query("\"replyTo\":\"somewhere/else\",\"correlationId\":\"7\""));
        var asked = lab.Asked.ShouldHaveSingleItem().ShouldBeOfType<InstrumentMessage.ControlArrived>();
        asked.Control.ShouldBe(new ControlMessage(ControlVerb.Query, Lab.Dispatch, 3, null));

        await bus.ReplyAsync(asked.ReplyTo!, Lab.Status(DispatchStatus.Running), TestContext.Current.CancellationToken);

        var answer = lab.Broker.On("somewhere/else").ShouldHaveSingleItem();
        Lab.Text(answer.CorrelationData).ShouldBe("7");
        Read<StatusMessage>(answer).CorrelationId.ShouldBe("7");
    }

    [Fact]
    public async Task Order_WithBoth_IsAnsweredWhereMqttSays()
    {
        var lab = new Lab();
        await using var bus = await lab.InstrumentBus();
        await lab.Publish(Lab.Topics.InstrumentControl(Lab.Instrument), Query("\"replyTo\":\"the/payload\",\"correlationId\":\"7\""), "the/property", "8");
        var replyTo = lab.Asked.ShouldHaveSingleItem().ReplyTo!;
        (replyTo.Topic, Lab.Text(replyTo.Correlation)).ShouldBe(("the/property", "8"));
    }

    [Theory]
    [InlineData("a/+/b", "must be a topic that can be published to")]
    [InlineData("a/#", "must be a topic that can be published to")]
    [InlineData("a\\u0000b", "must be a topic that can be published to")]
    [InlineData("", "must not be empty")]
    public async Task Order_WithAReplyToThatIsNoTopic_IsNotBelieved(string topic, string problem)
    {
        var lab = new Lab();
        await using var bus = await lab.InstrumentBus();
        await lab.Publish(Lab.Topics.InstrumentControl(Lab.Instrument), Query($"\"replyTo\":\"{topic}\""));
        lab.Asked.ShouldHaveSingleItem().ShouldBeOfType<InstrumentMessage.Malformed>().Reason.ShouldBe($"`replyTo` {problem}");
    }

    [Fact]
    public async Task Answer_WithoutCorrelationData_IsReadByItsPayload()
    {
        var lab = new Lab();
        await using var bus = await lab.Orchestrator();
        await lab.Publish(Inbox, Answer(Correlation));
        lab.Heard.ShouldHaveSingleItem().ShouldBe(new LabMessage.StatusArrived(Lab.Instrument, Lab.Status(DispatchStatus.Running)));
    }

    [Fact]
    public async Task Answer_WithBoth_IsReadByItsCorrelationData()
    {
        var lab = new Lab();
        await using var bus = await lab.Orchestrator();
        await lab.Publish(Inbox, Answer("somebody/tower-7f3a.12.anneal.1"), correlation: Correlation);
        lab.Heard.ShouldHaveSingleItem().ShouldBeOfType<LabMessage.StatusArrived>().Instrument.ShouldBe(Lab.Instrument);
    }

    [Fact]
    public async Task Answer_WithNeither_IsNotBelieved()
    {
        var lab = new Lab();
        await using var bus = await lab.Orchestrator();
        await lab.Publish(Inbox, Lab.Text(LabJson.Write(Lab.Status(DispatchStatus.Running))));
        lab.Heard.ShouldHaveSingleItem().ShouldBeOfType<LabMessage.Malformed>().Reason.ShouldBe("the correlation data are not those of a request");
    }

    [Fact]
    public void Hash_OfACommand_DoesNotKnowTheAddress() =>
        (Lab.Command with { ReplyTo = "a", CorrelationId = "b" }).Hash().ShouldBe(Lab.Command.Hash());

    private static string Query(string address) => $$"""{"verb":"query","dispatchId":"{{Lab.Dispatch}}","epoch":3,{{address}}}""";

    private static string Answer(string correlation) => Lab.Text(LabJson.Write(Lab.Status(DispatchStatus.Running) with { CorrelationId = correlation }));

    private static T Read<T>(MqttMessage message)
        where T : class => LabJson.TryRead<T>(message.Payload, out var read, out var problem) ? read : throw new InvalidOperationException(problem);
}
