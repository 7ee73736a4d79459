using ClosedLoop.Mqtt;

namespace ClosedLoop.Tests;

/// <content>Subscribing: who gets what, how often, and until when.</content>
public abstract partial class MqttConnectionContract
{
    [Fact]
    public Task Subscribe_OverlappingFilters_EachHandlerGetsAMessageOnce() => InWorldAsync(async world =>
    {
        var client = world.Open(Client("b"));
        var (all, some, exact, twice) = (new Mailbox<string>(), new Mailbox<string>(), new Mailbox<string>(), new Mailbox<string>());
        await client.SubscribeAsync("a/b", MqttQos.AtLeastOnce, Into(exact));
        await client.SubscribeAsync("a/b", MqttQos.AtMostOnce, Into(twice));
        await client.SubscribeAsync("a/+", MqttQos.AtLeastOnce, Into(some));
        await client.SubscribeAsync("#", MqttQos.AtLeastOnce, Into(all));
        foreach (var topic in new[] { "a/b", "a/c", "b" })
        {
            await world.Open(Client($"sender of {topic.Replace('/', ' ')}")).PublishAsync(Message(topic, topic));
        }

        (await all.NextAsync(3)).ShouldBe(["a/b", "a/c", "b"]);
        (await some.NextAsync(2)).ShouldBe(["a/b", "a/c"]);
        ((await exact.NextAsync()), (await twice.NextAsync())).ShouldBe(("a/b", "a/b"));
        (all.Count, some.Count, exact.Count, twice.Count).ShouldBe((0, 0, 0, 0));
    });

    [Fact]
    public Task Subscribe_Handlers_AreCalledOneAtATime() => InWorldAsync(async world =>
    {
        var (inside, most, done) = (0, 0, new Mailbox<int>());
        var client = world.Open(Client("b"));
        async ValueTask Handle(MqttMessage message)
        {
            most = Math.Max(most, Interlocked.Increment(ref inside));
            await Task.Yield();
            Interlocked.Decrement(ref inside);
            await done.AddAsync(0);
        }

        await client.SubscribeAsync("a", MqttQos.AtLeastOnce, Handle);
        await client.SubscribeAsync("b", MqttQos.AtLeastOnce, Handle);
        var sender = world.Open(Client("a"));
        for (var i = 0; i < 20; i++)
        {
            _ = sender.PublishAsync(Message(i % 2 == 0 ? "a" : "b", "x")).AsTask();
        }

        await done.NextAsync(20);
        most.ShouldBe(1);
    });

    [Fact]
    public Task Unsubscribe_NothingMoreArrivesUntilSubscribedAgain() => InWorldAsync(async world =>
    {
        var (client, ended) = await ListenAsync(world, "b", "t");
        var kept = new Mailbox<string>();
        await client.SubscribeAsync("u", MqttQos.AtLeastOnce, Into(kept));
        var sender = world.Open(Client("a"));

        await client.UnsubscribeAsync("t");

        (await sender.PublishAsync(Message("t", "1"))).ShouldBe(MqttPublishOutcome.NoMatchingSubscribers);
        await sender.PublishAsync(Message("u", "2"));
        (await kept.NextAsync()).ShouldBe("2");
        ended.Count.ShouldBe(0);
        await client.SubscribeAsync("t", MqttQos.AtLeastOnce, Into(kept));
        await sender.PublishAsync(Message("t", "3"));
        (await kept.NextAsync()).ShouldBe("3");
        ended.Count.ShouldBe(0);
        await client.UnsubscribeAsync("never subscribed");
    });

    [Fact]
    public Task Unsubscribe_WithoutAConnection_TheBrokerIsToldAtTheNext() => InWorldAsync(async world =>
    {
        var connects = new Mailbox<long>();
        var heard = new Mailbox<string>();
        var client = world.Open(Client("b") with { OnConnected = connects.AddAsync });
        await client.SubscribeAsync("t", MqttQos.AtLeastOnce, Into(heard));
        await connects.NextAsync();
        world.LockOut("b");

        await client.UnsubscribeAsync("t");
        world.LetIn("b");
        (await connects.NextAsync()).ShouldBe(2);

        (await world.Open(Client("a")).PublishAsync(Message("t", "x"))).ShouldBe(MqttPublishOutcome.NoMatchingSubscribers);
    });

    [Fact]
    public Task Subscribe_NoLocal_LeavesOutItsOwn() => InWorldAsync(async world =>
    {
        var client = world.Open(Client("b"));
        var heard = new Mailbox<string>();
        await client.SubscribeAsync(new MqttSubscription("t") { NoLocal = true }, Into(heard));

        await client.PublishAsync(Message("t", "own"));
        await world.Open(Client("a")).PublishAsync(Message("t", "other's"));

        (await heard.NextAsync()).ShouldBe("other's");
    });

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public Task Subscribe_RetainAsPublished_TellsHowItWasPublished(bool asPublished) => InWorldAsync(async world =>
    {
        var got = new Mailbox<MqttMessage>();
        await world.Open(Client("b")).SubscribeAsync(new MqttSubscription("t") { RetainAsPublished = asPublished }, got.AddAsync);

        await world.Open(Client("a")).PublishAsync(Message("t", "x") with { Retain = true });

        (await got.NextAsync()).Retain.ShouldBe(asPublished);
    });

    [Theory]
    [InlineData(RetainHandling.AtEverySubscribe, "old", "old", "new")]
    [InlineData(RetainHandling.OnlyIfNew, "old", "new")]
    [InlineData(RetainHandling.Never, "new")]
    public Task Subscribe_RetainHandling_DecidesWhenRetainedOnesCome(RetainHandling handling, params string[] expected) => InWorldAsync(async world =>
    {
        var sender = world.Open(Client("a"));
        await sender.PublishAsync(Message("t", "old") with { Retain = true });
        var client = world.Open(Client("b"));
        var heard = new Mailbox<string>();
        var subscription = new MqttSubscription("t") { RetainHandling = handling };
        await client.SubscribeAsync(subscription, Into(heard));
        if (handling == RetainHandling.AtEverySubscribe)
        {
            (await heard.NextAsync()).ShouldBe("old");
            expected = expected[1..];
        }

        await client.SubscribeAsync(subscription, _ => ValueTask.CompletedTask);
        await sender.PublishAsync(Message("t", "new"));

        (await heard.NextAsync(expected.Length)).ShouldBe(expected);
    });

    [Fact]
    public Task Subscribe_SameFilterWithOtherOptions_Throws() => InWorldAsync(async world =>
    {
        var (client, _) = await ListenAsync(world, "b", "t");

        await ThrowsAsync<ArgumentException>(() =>
            client.SubscribeAsync(new MqttSubscription("t") { NoLocal = true }, _ => ValueTask.CompletedTask).AsTask());
    });

    [Theory]
    [InlineData("")]
    [InlineData("a/#/b")]
    [InlineData("a+")]
    [InlineData("$share/group")]
    [InlineData("$share//t")]
    public Task Subscribe_NotAFilter_Throws(string filter) => InWorldAsync(world =>
        ThrowsAsync<ArgumentException>(() => world.Open(Client("b")).SubscribeAsync(filter, MqttQos.AtLeastOnce, _ => ValueTask.CompletedTask).AsTask()));

    [Fact]
    public Task Subscribe_Shared_EachMessageGoesToOneOfTheGroup() => InWorldAsync(async world =>
    {
        var got = new Mailbox<(string Member, string Text)>();
        foreach (var member in new[] { "b", "c" })
        {
            Task JoinAsync() => world.Open(Client(member)).SubscribeAsync(
                "$share/group/work/+", MqttQos.AtLeastOnce, message => got.AddAsync((member, Content(message)))).AsTask();
            if (!world.SharesSubscriptions)
            {
                (await ThrowsAsync<MqttProtocolException>(JoinAsync)).ReasonCode.ShouldBe(MqttReasonCode.SharedSubscriptionsNotSupported);
                return;
            }

            await JoinAsync();
        }

        var sender = world.Open(Client("a"));
        for (var i = 0; i < 10; i++)
        {
            (await sender.PublishAsync(Message("work/x", $"{i}"))).ShouldBe(MqttPublishOutcome.Accepted);
        }

        var shared = await got.NextAsync(10);
        shared.Select(one => one.Text).Order().ShouldBe(Enumerable.Range(0, 10).Select(i => $"{i}"));
        shared.Select(one => one.Member).Distinct().Count().ShouldBe(2);
        got.Count.ShouldBe(0);
    });
}
