using System.Diagnostics;
using ClosedLoop.Mqtt;

namespace ClosedLoop.Messaging.Tests;

/// <summary>A trace goes from the command through to status, result and answer.</summary>
public sealed class TraceTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task StatusResultAndAnswer_OfACommand_AreSpansOfItsTrace()
    {
        var lab = new Lab();
        await using var instrument = await lab.InstrumentBus();
        await using var bus = await lab.Orchestrator();
        await bus.SendAsync(Lab.Instrument, Lab.Command, Cancellation);
        await instrument.ReplyAsync(lab.Asked.Single().ReplyTo!, Lab.Status(DispatchStatus.Accepted), Cancellation);
        await instrument.ShowAsync(Lab.Result, Cancellation);
        await instrument.ShowAsync(Lab.Status(DispatchStatus.Succeeded), Cancellation);

        var command = TraceOf(lab, Lab.Topics.InstrumentCommand(Lab.Instrument));
        var answers = new[]
        {
            TraceOf(lab, Lab.Topics.OrchestratorInbox(Lab.Host)),
            TraceOf(lab, Lab.Topics.DispatchResult(Lab.Instrument, Lab.Dispatch)),
            TraceOf(lab, Lab.Topics.DispatchStatus(Lab.Instrument, Lab.Dispatch)),
        };
        answers.ShouldAllBe(trace => trace.TraceId == command.TraceId && trace.SpanId != command.SpanId);
        answers.Select(trace => trace.SpanId).Distinct().Count().ShouldBe(1);
    }

    [Fact]
    public async Task Dispatches_OfOneTrial_ShareATraceAndNoSpan()
    {
        var lab = new Lab();
        await using var bus = await lab.Orchestrator();
        await bus.SendAsync(Lab.Instrument, Lab.Command, Cancellation);
        await bus.SendAsync(Lab.Instrument, Lab.Command with { DispatchId = Lab.Dispatch with { Step = "measure" } }, Cancellation);
        await bus.SendAsync(Lab.Instrument, Lab.Command with { DispatchId = Lab.Dispatch with { Trial = 13 } }, Cancellation);
        var traces = lab.Broker.On(Lab.Topics.InstrumentCommand(Lab.Instrument)).Select(Trace).ToList();
        traces[1].TraceId.ShouldBe(traces[0].TraceId);
        traces[1].SpanId.ShouldNotBe(traces[0].SpanId);
        traces[2].TraceId.ShouldNotBe(traces[0].TraceId);
    }

    [Fact]
    public async Task Order_DuringAnActivity_BelongsToItsTrace()
    {
        var lab = new Lab();
        await using var bus = await lab.Orchestrator();
        using var activity = new Activity("a trace of somebody else").SetIdFormat(ActivityIdFormat.W3C).Start();
        await bus.SendAsync(Lab.Instrument, Lab.Command, Cancellation);
        TraceOf(lab, Lab.Topics.InstrumentCommand(Lab.Instrument)).TraceId.ShouldBe(activity.TraceId);
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("00-00000000000000000000000000000000-a7a2fd9a26110bbc-01")]
    public async Task Order_WithATraceThatIsNone_IsAnsweredWithoutOne(string trace)
    {
        var lab = new Lab();
        await using var instrument = await lab.InstrumentBus();
        var order = new MqttMessage(Lab.Topics.InstrumentCommand(Lab.Instrument), LabJson.Write(Lab.Command)) { UserProperties = [new("traceparent", trace)] };
        await lab.Broker.Deliver(order);
        await instrument.ShowAsync(Lab.Status(DispatchStatus.Accepted), Cancellation);
        lab.Broker.On(Lab.Topics.DispatchStatus(Lab.Instrument, Lab.Dispatch)).Single().UserProperties.ShouldNotContain(property => property.Key == "traceparent");
    }

    private static ActivityContext TraceOf(Lab lab, string topic) => Trace(lab.Broker.On(topic).Single());

    private static ActivityContext Trace(MqttMessage message) => ActivityContext.Parse(message.UserProperties.Single(property => property.Key == "traceparent").Value, null);
}
