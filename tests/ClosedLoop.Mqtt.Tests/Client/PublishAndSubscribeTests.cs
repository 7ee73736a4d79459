namespace ClosedLoop.Mqtt.Tests;

public sealed class PublishAndSubscribeTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(MqttQos.AtMostOnce)]
    [InlineData(MqttQos.AtLeastOnce)]
    public async Task Message_WithEverySetting_ArrivesUnchanged(MqttQos qos)
    {
        await using var broker = await TestBroker.StartAsync();
        var (subscriber, inbox) = await broker.SubscribeAsync("lab/+/command");
        await using var publisher = broker.Open();
        var sent = Text.Message("lab/mixer/command", "go") with
        {
            Qos = qos,
            ResponseTopic = "lab/inbox",
            CorrelationData = new byte[] { 1, 0, 255 },
            ContentType = "application/json",
            Expiry = TimeSpan.FromSeconds(60),
            UserProperties = [new("traceparent", "00-1"), new("x", "é"), new("x", "")],
        };
        (await publisher.PublishAsync(sent, Token).Soon()).ShouldBe(MqttPublishOutcome.Accepted);
        var got = await inbox.NextAsync();
        got.Topic.ShouldBe(sent.Topic);
        got.Content().ShouldBe("go");
        got.Qos.ShouldBe(qos);
        got.Retain.ShouldBeFalse();
        got.ResponseTopic.ShouldBe(sent.ResponseTopic);
        got.CorrelationData.ToArray().ShouldBe(sent.CorrelationData.ToArray());
        got.ContentType.ShouldBe(sent.ContentType);
        got.Expiry.ShouldBe(sent.Expiry);
        got.UserProperties.ShouldBe(sent.UserProperties);
        await subscriber.DisposeAsync();
    }

    [Fact]
    public async Task Publish_WithoutSubscriber_SaysSo()
    {
        await using var broker = await TestBroker.StartAsync();
        await using var publisher = broker.Open();
        (await publisher.PublishAsync(Text.Message("nobody/listens", "x"), Token).Soon()).ShouldBe(MqttPublishOutcome.NoMatchingSubscribers);
    }

    [Fact]
    public async Task Retained_ForALaterSubscriber_ArrivesUntilCleared()
    {
        await using var broker = await TestBroker.StartAsync();
        await using var publisher = broker.Open();
        await publisher.PublishAsync(Text.Message("state/a", "1") with { Retain = true }, Token).Soon();
        await publisher.PublishAsync(Text.Message("state/b", "2") with { Retain = true }, Token).Soon();
        await publisher.PublishAsync(new MqttMessage("state/a", default) { Retain = true }, Token).Soon();
        var (subscriber, inbox) = await broker.SubscribeAsync("state/#");
        await publisher.PublishAsync(Text.Message("state/end", ""), Token).Soon();
        var first = await inbox.NextAsync();
        (first.Topic, first.Content(), first.Retain).ShouldBe(("state/b", "2", true));
        (await inbox.NextAsync()).Topic.ShouldBe("state/end");
        await subscriber.DisposeAsync();
    }

    [Fact]
    public async Task Will_AfterAbort_IsPublished()
    {
        await using var broker = await TestBroker.StartAsync();
        var (watcher, inbox) = await broker.SubscribeAsync("presence/#");
        var connected = new Inbox<long>();
        var dying = broker.Open(new MqttConnectionOptions
        {
            ClientId = "dying",
            Will = n => Text.Message("presence/dying", $"offline {n}") with { Retain = true },
            OnConnected = connected.AddAsync,
        });
        await connected.NextAsync();
        await dying.AbortAsync();
        (await inbox.NextAsync()).Content().ShouldBe("offline 1");
        await watcher.DisposeAsync();
    }

    [Fact]
    public async Task Will_AfterGracefulClose_IsNotPublished()
    {
        await using var broker = await TestBroker.StartAsync();
        var (watcher, inbox) = await broker.SubscribeAsync("presence/#");
        var connected = new Inbox<long>();
        var leaving = broker.Open(new MqttConnectionOptions { ClientId = "leaving", Will = _ => Text.Message("presence/leaving", "offline"), OnConnected = connected.AddAsync });
        await connected.NextAsync();
        await leaving.DisposeAsync();
        (await broker.Events.NextAsync(e => e.ClientId == "leaving" && e.Kind != MqttBrokerEventKind.Connected)).Kind.ShouldBe(MqttBrokerEventKind.Disconnected);
        await using var other = broker.Open();
        await other.PublishAsync(Text.Message("presence/end", ""), Token).Soon();
        (await inbox.NextAsync()).Topic.ShouldBe("presence/end");
        await watcher.DisposeAsync();
    }
}
