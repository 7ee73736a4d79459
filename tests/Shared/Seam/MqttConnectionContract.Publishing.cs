using ClosedLoop.Mqtt;

namespace ClosedLoop.Tests;

/// <content>Publishing: what arrives, in which order, and how the waiting ends.</content>
public abstract partial class MqttConnectionContract
{
    [Theory]
    [InlineData(MqttQos.AtMostOnce)]
    [InlineData(MqttQos.AtLeastOnce)]
    public Task Publish_WithEverySetting_ArrivesUnchanged(MqttQos qos) => InWorldAsync(async world =>
    {
        var got = new Mailbox<MqttMessage>();
        await world.Open(Client("b")).SubscribeAsync("lab/+/command", MqttQos.AtLeastOnce, got.AddAsync);
        var sent = Message("lab/mixer/command", "go") with
        {
            Qos = qos,
            ResponseTopic = "lab/inbox",
            CorrelationData = new byte[] { 1, 0, 255 },
            ContentType = "application/json",
            Expiry = TimeSpan.FromSeconds(60),
            UserProperties = [new("traceparent", "00-1"), new("x", "é"), new("x", "")],
        };

        (await world.Open(Client("a")).PublishAsync(sent)).ShouldBe(MqttPublishOutcome.Accepted);

        var arrived = await got.NextAsync();
        (arrived.Topic, Content(arrived), arrived.Qos, arrived.Retain).ShouldBe((sent.Topic, "go", qos, false));
        (arrived.ResponseTopic, arrived.ContentType).ShouldBe((sent.ResponseTopic, sent.ContentType));
        arrived.CorrelationData.ToArray().ShouldBe([1, 0, 255]);
        arrived.Expiry!.Value.TotalSeconds.ShouldBeInRange(1, 60);
        arrived.UserProperties.ShouldBe(sent.UserProperties);
    });

    [Fact]
    public Task Publish_ManyAtOnce_ArriveInTheOrderOfTheCalls() => InWorldAsync(async world =>
    {
        var (_, heard) = await ListenAsync(world, "b", "t");
        var sender = world.Open(Client("a"));
        var sending = Enumerable.Range(0, 200).Select(i => sender.PublishAsync(Message("t", $"{i}")).AsTask()).ToList();

        (await heard.NextAsync(200)).ShouldBe(Enumerable.Range(0, 200).Select(i => $"{i}"));
        foreach (var one in sending)
        {
            (await one).ShouldBe(MqttPublishOutcome.Accepted);
        }
    });

    [Fact]
    public Task Publish_NobodyListens_SaysSo() => InWorldAsync(async world =>
        (await world.Open(Client("a")).PublishAsync(Message("nobody/listens", "x"))).ShouldBe(MqttPublishOutcome.NoMatchingSubscribers));

    [Fact]
    public Task Publish_Retained_IsKeptUntilAnEmptyOneClearsIt() => InWorldAsync(async world =>
    {
        var sender = world.Open(Client("a"));
        await sender.PublishAsync(Message("state/a", "1") with { Retain = true });
        await sender.PublishAsync(Message("state/b", "2") with { Retain = true });
        await sender.PublishAsync(Message("state/b", "3") with { Retain = true });
        await sender.PublishAsync(new MqttMessage("state/a", default) { Retain = true });
        var got = new Mailbox<MqttMessage>();
        await world.Open(Client("b")).SubscribeAsync("state/+", MqttQos.AtLeastOnce, got.AddAsync);
        await sender.PublishAsync(Message("state/end", "end"));

        var kept = await got.NextAsync();
        (kept.Topic, Content(kept), kept.Retain).ShouldBe(("state/b", "3", true));
        Content(await got.NextAsync()).ShouldBe("end");
    });

    [Fact]
    public Task Publish_WithoutAConnection_WaitsAndGoesOutInOrderAfterTheGreeting() => InWorldAsync(async world =>
    {
        var (_, heard) = await ListenAsync(world, "b", "t");
        world.LockOut("a");
        IMqttConnection sender = null!;
        sender = world.Open(Client("a") with { OnConnected = async n => await sender.PublishAsync(Message("t", $"greeting {n}")) });
        var sending = new List<Task<MqttPublishOutcome>>();
        foreach (var qos in new[] { MqttQos.AtLeastOnce, MqttQos.AtMostOnce, MqttQos.AtLeastOnce })
        {
            sending.Add(sender.PublishAsync(Message("t", $"{sending.Count}") with { Qos = qos }).AsTask());
        }

        sending.ShouldAllBe(one => !one.IsCompleted);
        world.LetIn("a");

        (await heard.NextAsync(4)).ShouldBe(["greeting 1", "0", "1", "2"]);
        foreach (var one in sending)
        {
            (await one).ShouldBe(MqttPublishOutcome.Accepted);
        }
    });

    [Fact]
    public Task Publish_NoAnswerWithinTheTimeout_TimesOut() => InWorldAsync(async world =>
    {
        world.LockOut("a");
        var sender = world.Open(Client("a") with { PublishTimeout = TimeSpan.FromMilliseconds(200) });

        (await sender.PublishAsync(Message("t", "reliable"))).ShouldBe(MqttPublishOutcome.TimedOut);
        (await sender.PublishAsync(Message("t", "unreliable") with { Qos = MqttQos.AtMostOnce })).ShouldBe(MqttPublishOutcome.TimedOut);
    });

    [Fact]
    public Task Publish_ExpiryPassesWhileItWaits_IsExpiredAndNeverSent() => InWorldAsync(async world =>
    {
        var (_, heard) = await ListenAsync(world, "b", "t");
        world.LockOut("a");
        var sender = world.Open(Client("a"));

        (await sender.PublishAsync(Message("t", "old") with { Expiry = TimeSpan.FromMilliseconds(100) })).ShouldBe(MqttPublishOutcome.Expired);
        world.LetIn("a");
        await sender.PublishAsync(Message("t", "new"));
        (await heard.NextAsync()).ShouldBe("new");
    });

    [Fact]
    public Task Publish_CancelledWhileItWaits_ThrowsAndIsNeverSent() => InWorldAsync(async world =>
    {
        var (_, heard) = await ListenAsync(world, "b", "t");
        world.LockOut("a");
        var sender = world.Open(Client("a"));
        using var cancel = new CancellationTokenSource();
        var waiting = sender.PublishAsync(Message("t", "given up"), cancel.Token).AsTask();
        cancel.Cancel();

        await ThrowsAsync<OperationCanceledException>(() => waiting);
        world.LetIn("a");
        await sender.PublishAsync(Message("t", "wanted"));
        (await heard.NextAsync()).ShouldBe("wanted");
    });

    [Fact]
    public Task Publish_MoreThanMayWait_IsRefusedAtOnceAndDisturbsNothing() => InWorldAsync(async world =>
    {
        var (_, heard) = await ListenAsync(world, "b", "t");
        world.LockOut("a");
        world.LockOut("c");
        var few = world.Open(Client("a") with { MaximumWaiting = 2 });
        var small = world.Open(Client("c") with { MaximumWaitingBytes = 10 });
        var first = few.PublishAsync(Message("t", "first")).AsTask();
        var second = few.PublishAsync(Message("t", "second")).AsTask();
        var tenBytes = small.PublishAsync(Message("other", "0123456789")).AsTask();

        (await few.PublishAsync(Message("t", "third"))).ShouldBe(MqttPublishOutcome.QueueFull);
        (await small.PublishAsync(Message("other", "x"))).ShouldBe(MqttPublishOutcome.QueueFull);

        world.LetIn("a");
        world.LetIn("c");
        ((await first), (await second)).ShouldBe((MqttPublishOutcome.Accepted, MqttPublishOutcome.Accepted));
        (await tenBytes).ShouldBe(MqttPublishOutcome.NoMatchingSubscribers);
        (await heard.NextAsync(2)).ShouldBe(["first", "second"]);
    });

    [Theory]
    [InlineData("")]
    [InlineData("a/+")]
    [InlineData("a/#")]
    public Task Publish_NotATopic_Throws(string topic) => InWorldAsync(world =>
        ThrowsAsync<ArgumentException>(() => world.Open(Client("a")).PublishAsync(Message(topic, "x")).AsTask()));
}
