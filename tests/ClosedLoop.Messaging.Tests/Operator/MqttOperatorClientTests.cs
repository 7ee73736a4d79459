namespace ClosedLoop.Messaging.Tests;

public sealed class MqttOperatorClientTests
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);
    private readonly Lab _lab = new();

    [Fact]
    public async Task Host_Answers_IsReplied()
    {
        await using var host = await AnsweringHost(accepted: true);
        await using var client = Client();
        var answer = await client.AskHostAsync(Lab.Host, new HostControlMessage(HostVerb.Submit, "x.yaml", "name: x"), Timeout, TestContext.Current.CancellationToken);
        var reply = answer.ShouldBeOfType<OperatorAnswer.Replied>().Reply;
        reply.Accepted.ShouldBeTrue();
        reply.Lines.ShouldBe(["started"]);
        var sent = _lab.Broker.On(Lab.Topics.OrchestratorControl(Lab.Host)).Single();
        sent.Expiry.ShouldBe(Timeout);
        sent.ResponseTopic.ShouldBe("closedloop/v1/north/operator/op-1/inbox");
    }

    [Fact]
    public async Task Campaign_SeveralQuestions_GetTheirOwnAnswers()
    {
        await using var host = await AnsweringHost(accepted: false);
        await using var client = Client();
        foreach (var verb in Enum.GetValues<CampaignVerb>())
        {
            var answer = await client.AskCampaignAsync("tower", new CampaignControlMessage(verb, null) { Request = "tower-7f3a.1.mix" }, Timeout, TestContext.Current.CancellationToken);
            answer.ShouldBeOfType<OperatorAnswer.Replied>().Reply.Lines.ShouldBe([$"{verb}"]);
        }
    }

    [Fact]
    public async Task NoHost_IsKnownAtOnce()
    {
        await using var client = Client();
        var answer = await client.AskHostAsync(Lab.Host, new HostControlMessage(HostVerb.Status, null, null), Timeout, TestContext.Current.CancellationToken);
        answer.ShouldBeOfType<OperatorAnswer.NobodyListens>();
    }

    [Fact]
    public async Task SilentHost_IsNoAnswerAfterTheTimeout()
    {
        await using var host = await _lab.Orchestrator();
        await using var client = Client();
        var asking = client.AskHostAsync(Lab.Host, new HostControlMessage(HostVerb.Status, null, null), Timeout, TestContext.Current.CancellationToken);
        _lab.Time.Advance(Timeout - TimeSpan.FromMilliseconds(1));
        asking.IsCompleted.ShouldBeFalse();
        _lab.Time.Advance(TimeSpan.FromMilliseconds(1));
        (await asking).ShouldBeOfType<OperatorAnswer.NoAnswer>();
    }

    [Fact]
    public async Task NoBroker_IsNotSentAfterTheTimeout()
    {
        _lab.Broker.Up = false;
        await using var client = Client();
        var asking = client.AskHostAsync(Lab.Host, new HostControlMessage(HostVerb.Status, null, null), Timeout, TestContext.Current.CancellationToken);
        _lab.Time.Advance(Timeout);
        (await asking).ShouldBeOfType<OperatorAnswer.NotSent>();
    }

    [Fact]
    public async Task Answer_ThatCannotBeRead_SaysWhy()
    {
        await using var host = await _lab.Orchestrator();
        await using var client = Client();
        var asking = client.AskHostAsync(Lab.Host, new HostControlMessage(HostVerb.Status, null, null), Timeout, TestContext.Current.CancellationToken);
        await _lab.Publish(Lab.Topics.OperatorInbox("op-1"), """{"accepted":"maybe"}""", correlation: "99");
        asking.IsCompleted.ShouldBeFalse();
        await _lab.Publish(Lab.Topics.OperatorInbox("op-1"), """{"accepted":"maybe"}""", correlation: "1");
        (await asking).ShouldBe(new OperatorAnswer.Unreadable("`accepted` must be true or false"));
    }

    [Fact]
    public async Task Timeout_ThatIsNotPositive_Throws()
    {
        await using var client = Client();
        var asking = client.AskCampaignAsync("tower", new CampaignControlMessage(CampaignVerb.Stop, null), TimeSpan.Zero, TestContext.Current.CancellationToken);
        await Should.ThrowAsync<ArgumentOutOfRangeException>(asking);
    }

    private MqttOperatorClient Client() => new(_lab.Broker, "north", "op-1", _lab.Time);

    private async Task<MqttOrchestratorBus> AnsweringHost(bool accepted)
    {
        var bus = new MqttOrchestratorBus(_lab.Broker, "north", Lab.Host, 1, _lab.Time);
        await bus.ListenAsync(
            async message =>
            {
                switch (message)
                {
                    case LabMessage.HostControlArrived { ReplyTo: { } replyTo }:
                        await bus.ReplyAsync(replyTo, new ReplyMessage(accepted, ["started"]), CancellationToken.None);
                        break;
                    case LabMessage.CampaignControlArrived { ReplyTo: { } replyTo, Control.Verb: var verb }:
                        await bus.ReplyAsync(replyTo, new ReplyMessage(accepted, [$"{verb}"]), CancellationToken.None);
                        break;
                }
            },
            TestContext.Current.CancellationToken);
        return bus;
    }
}
