using ClosedLoop.Mqtt;

namespace ClosedLoop.Tests;

/// <content>The life of a connection: connecting, coming back, sessions, wills, the end.</content>
public abstract partial class MqttConnectionContract
{
    [Fact]
    public Task Open_ReturnsAtOnceAndConnectsByItself() => InWorldAsync(async world =>
    {
        var connects = new Mailbox<long>();
        world.LockOut("a");
        var client = world.Open(Client("a") with { OnConnected = connects.AddAsync });
        client.IsConnected.ShouldBeFalse();
        world.LetIn("a");

        (await connects.NextAsync()).ShouldBe(1);
        client.IsConnected.ShouldBeTrue();
    });

    [Fact]
    public Task Reconnect_WithoutASession_SubscriptionsAreBackBeforeTheGreeting() => InWorldAsync(async world =>
    {
        var heard = new Mailbox<string>();
        var connected = new Mailbox<long>();
        IMqttConnection client = null!;
        client = world.Open(Client("a") with
        {
            SessionExpiry = TimeSpan.Zero,
            OnConnected = async n =>
            {
                await connected.AddAsync(n);
                if (n == 2)
                {
                    (await client.PublishAsync(Message("t", "greeting"))).ShouldBe(MqttPublishOutcome.Accepted);
                }
            },
        });
        await client.SubscribeAsync("t", MqttQos.AtLeastOnce, Into(heard));
        await connected.NextAsync();

        world.Cut("a");

        (await heard.NextAsync()).ShouldBe("greeting");
    });

    [Fact]
    public Task Reconnect_Session_KeepsWhatCameMeanwhile() => InWorldAsync(async world =>
    {
        var (_, heard) = await ListenAsync(world, "b", "t");
        var sender = world.Open(Client("a"));
        world.LockOut("b");

        for (var i = 0; i < 5; i++)
        {
            (await sender.PublishAsync(Message("t", $"{i}"))).ShouldBe(MqttPublishOutcome.Accepted);
        }

        world.LetIn("b");
        (await heard.NextAsync(5)).ShouldBe(["0", "1", "2", "3", "4"]);
    });

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public Task Session_OfAnEarlierLife_IsResumedUnlessStartedClean(bool clean) => InWorldAsync(async world =>
    {
        var (before, _) = await ListenAsync(world, "b", "t");
        await before.DisposeAsync();
        var sender = world.Open(Client("a"));
        await sender.PublishAsync(Message("t", "meanwhile"));

        var heard = new Mailbox<string>();
        await world.Open(Client("b") with { CleanStart = clean }).SubscribeAsync("t", MqttQos.AtLeastOnce, Into(heard));
        await sender.PublishAsync(Message("t", "now"));

        (await heard.NextAsync()).ShouldBe(clean ? "now" : "meanwhile");
    });

    [Fact]
    public Task Handler_NotReturnedWhenItsProcessDies_TheNextLifeGetsTheMessageAgain() => InWorldAsync(async world =>
    {
        var (stuck, never) = (new Mailbox<string>(), new TaskCompletionSource());
        var before = world.Open(Client("b"));
        await before.SubscribeAsync("t", MqttQos.AtLeastOnce, async message =>
        {
            await stuck.AddAsync(Content(message));
            await never.Task;
        });
        await world.Open(Client("a")).PublishAsync(Message("t", "important"));
        await stuck.NextAsync();
        world.Kill("b");

        var heard = new Mailbox<string>();
        await world.Open(Client("b") with { CleanStart = false }).SubscribeAsync("t", MqttQos.AtLeastOnce, Into(heard));

        (await heard.NextAsync()).ShouldBe("important");
        never.SetResult();
    });

    [Fact]
    public Task Will_ClientDies_IsPublishedAsMadeForThatConnect() => InWorldAsync(async world =>
    {
        var (_, heard) = await ListenAsync(world, "watcher", "presence/#");
        var connects = new Mailbox<long>();
        world.Open(Client("a") with { Will = n => Message("presence/a", $"offline {n}"), OnConnected = connects.AddAsync });
        await connects.NextAsync();
        world.Cut("a");
        (await heard.NextAsync()).ShouldBe("offline 1");
        (await connects.NextAsync()).ShouldBe(2);

        world.Kill("a");

        (await heard.NextAsync()).ShouldBe("offline 2");
    });

    [Fact]
    public Task Will_Delayed_IsNotPublishedIfTheClientIsBackInTime() => InWorldAsync(async world =>
    {
        var (_, heard) = await ListenAsync(world, "watcher", "presence/#");
        var connects = new Mailbox<long>();
        world.Open(Client("a") with { Will = _ => Message("presence/a", "offline"), WillDelay = TimeSpan.FromSeconds(30), OnConnected = connects.AddAsync });
        await connects.NextAsync();

        world.Cut("a");

        (await connects.NextAsync()).ShouldBe(2);
        await world.Open(Client("b")).PublishAsync(Message("presence/b", "first"));
        (await heard.NextAsync()).ShouldBe("first");
    });

    [Fact]
    public Task Will_AfterDispose_IsNotPublished() => InWorldAsync(async world =>
    {
        var (_, heard) = await ListenAsync(world, "watcher", "presence/#");
        var connects = new Mailbox<long>();
        var client = world.Open(Client("a") with { Will = _ => Message("presence/a", "offline"), OnConnected = connects.AddAsync });
        await connects.NextAsync();

        await client.DisposeAsync();

        await world.Open(Client("b")).PublishAsync(Message("presence/b", "first"));
        (await heard.NextAsync()).ShouldBe("first");
    });

    [Fact]
    public Task Dispose_EndsEveryoneWhoWaits() => InWorldAsync(async world =>
    {
        world.LockOut("a");
        var client = world.Open(Client("a"));
        var publishing = client.PublishAsync(Message("t", "x")).AsTask();
        var subscribing = client.SubscribeAsync("t", MqttQos.AtLeastOnce, _ => ValueTask.CompletedTask).AsTask();

        await client.DisposeAsync();

        client.IsConnected.ShouldBeFalse();
        await ThrowsAsync<ObjectDisposedException>(() => publishing);
        await ThrowsAsync<ObjectDisposedException>(() => subscribing);
        await ThrowsAsync<ObjectDisposedException>(() => client.PublishAsync(Message("t", "x")).AsTask());
        await ThrowsAsync<ObjectDisposedException>(() => client.SubscribeAsync("t", MqttQos.AtLeastOnce, _ => ValueTask.CompletedTask).AsTask());
        await ThrowsAsync<ObjectDisposedException>(() => client.UnsubscribeAsync("t").AsTask());
        await client.DisposeAsync();
    });
}
