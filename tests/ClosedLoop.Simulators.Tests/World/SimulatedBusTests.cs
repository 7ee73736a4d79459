using ClosedLoop.Mqtt;

namespace ClosedLoop.Simulators.Tests;

public sealed class SimulatedBusTests
{
    private readonly BusWorld _world = new();

    private static MqttMessage Offline => BusWorld.Message("presence/a", "offline");

    [Fact]
    public void Subscriptions_AwaitedTogetherUnderACancellableToken_StayOnThePumpThread()
    {
        var world = new BusWorld();
        var process = world.Process("both");
        var connection = world.Bus.For(process).Open(new() { ClientId = "both" });
        using var end = new CancellationTokenSource();
        var subscribed = world.Do(process, () => Task.WhenAll(
            connection.SubscribeAsync("a", MqttQos.AtLeastOnce, world.Hear, end.Token).AsTask(),
            connection.SubscribeAsync("b", MqttQos.AtLeastOnce, world.Hear, end.Token).AsTask()));

        world.Settle(() => subscribed.IsCompleted);

        subscribed.IsCompletedSuccessfully.ShouldBeTrue();
    }

    [Fact]
    public void Publish_WithASubscriber_ArrivesAndIsAccepted()
    {
        _world.Listener(_world.Process("b"), "lab/+/status");
        var a = _world.Process("a");
        var sender = _world.Connected(a);

        _world.Publish(a, sender, BusWorld.Message("lab/x/status", "ok")).Outcome.ShouldBe(MqttPublishOutcome.Accepted);
        _world.Publish(a, sender, BusWorld.Message("lab/x/other", "no")).Outcome.ShouldBe(MqttPublishOutcome.NoMatchingSubscribers);
        _world.Pass(1);

        _world.Heard.ShouldBe(["lab/x/status=ok"]);
    }

    [Fact]
    public void Retained_LaterSubscriber_GetsTheLastOneMarkedAndNoneAfterItIsCleared()
    {
        var a = _world.Process("a");
        var sender = _world.Connected(a);
        _world.Publish(a, sender, BusWorld.Message("p", "1") with { Retain = true });
        _world.Publish(a, sender, BusWorld.Message("p", "2") with { Retain = true });
        _world.Publish(a, sender, BusWorld.Message("q", "3") with { Retain = true });
        _world.Publish(a, sender, new MqttMessage("q", default) { Retain = true });

        _world.Listener(_world.Process("b"), "#");
        _world.Pass(1);

        _world.Heard.ShouldBe(["p=2 R"]);
        _world.Bus.Retained.Select(message => message.Topic).ShouldBe(["p"]);
    }

    [Fact]
    public void Expiry_SubscriberAwayTooLong_GetsOnlyWhatIsStillFresh()
    {
        var b = _world.Process("b");
        _world.Listener(b, "t");
        b.Kill();
        _world.Pass(60);
        var a = _world.Process("a");
        var sender = _world.Connected(a);
        _world.Publish(a, sender, BusWorld.Message("t", "short") with { Expiry = TimeSpan.FromSeconds(5) });
        _world.Publish(a, sender, BusWorld.Message("t", "long") with { Expiry = TimeSpan.FromSeconds(50) });
        _world.Pass(10);

        TimeSpan? left = null;
        var back = _world.Process("b");
        var connection = _world.Bus.For(back).Open(new() { ClientId = "b" });
        _world.Do(back, () => connection.SubscribeAsync("t", MqttQos.AtLeastOnce, message =>
        {
            left = message.Expiry;
            return _world.Hear(message);
        }).AsTask());
        _world.Pass(5);

        _world.Heard.ShouldBe(["t=long"]);
        left!.Value.TotalSeconds.ShouldBeInRange(39, 40);
    }

    [Fact]
    public void Session_OwnerComesBackBeforeItSubscribes_IsHeldUntilItsHandlerIsThere()
    {
        var b = _world.Process("b");
        _world.Listener(b, "t");
        b.Kill();
        var a = _world.Process("a");
        _world.Publish(a, _world.Connected(a), BusWorld.Message("t", "queued"));

        var back = _world.Process("b");
        var connection = _world.Connected(back);
        _world.Pass(5);
        _world.Heard.ShouldBeEmpty();
        _world.Do(back, () => connection.SubscribeAsync("t", MqttQos.AtLeastOnce, _world.Hear).AsTask());
        _world.Pass(5);

        _world.Heard.ShouldBe(["t=queued"]);
    }

    [Theory]
    [InlineData(true, 3600)]
    [InlineData(false, 0)]
    public void Session_CleanStartOrNoExpiry_IsForgotten(bool cleanStart, int expirySeconds)
    {
        var options = new MqttConnectionOptions { ClientId = "b", CleanStart = cleanStart, SessionExpiry = TimeSpan.FromSeconds(expirySeconds) };
        var b = _world.Process("b");
        var first = _world.Listener(b, "t", options);
        _world.Do(b, () => first.DisposeAsync().AsTask());
        var a = _world.Process("a");
        _world.Publish(a, _world.Connected(a), BusWorld.Message("t", "missed"));

        _world.Listener(_world.Process("b"), "t", options);
        _world.Pass(5);

        _world.Heard.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(false, 22.5)]
    [InlineData(true, 0)]
    public void Will_AfterKill_ComesWhenTheBrokerNotices(bool atOnce, double seconds)
    {
        _world.Bus.Faults = new BusFaults { DeathNoticedAtOnce = atOnce };
        _world.Listener(_world.Process("b"), "presence/#");
        var a = _world.Process("a");
        _world.Connected(a, new() { ClientId = "a", KeepAlive = TimeSpan.FromSeconds(15), Will = n => BusWorld.Message("presence/a", $"offline {n}") });
        var killed = _world.Scheduler.Now;

        a.Kill();
        _world.Settle(() => _world.Heard.Count > 0);

        _world.Heard.ShouldBe(["presence/a=offline 1"]);
        (_world.Scheduler.Now - killed).TotalSeconds.ShouldBe(seconds, 0.02);
    }

    [Fact]
    public void Will_AfterACleanDisconnect_IsNotPublished()
    {
        _world.Listener(_world.Process("b"), "#");
        var a = _world.Process("a");
        var connection = _world.Connected(a, new() { ClientId = "a", Will = _ => BusWorld.Message("presence/a", "offline") });

        _world.Do(a, () => connection.DisposeAsync().AsTask());
        _world.Pass(100);

        _world.Heard.ShouldBeEmpty();
    }

    [Fact]
    public void Restart_ConnectedClients_ComeBackWithNextNumberAndSubscriptions()
    {
        var numbers = new List<string>();
        var b = _world.Process("b");
        _world.Listener(b, "t", new()
        {
            ClientId = "b",
            Will = n =>
            {
                numbers.Add($"will {n}");
                return BusWorld.Message("presence/b", "offline");
            },
            OnConnected = n =>
            {
                numbers.Add($"connected {n}");
                return ValueTask.CompletedTask;
            },
        });
        var a = _world.Process("a");
        var sender = _world.Connected(a);

        _world.Bus.Restart(TimeSpan.FromSeconds(30), loseState: true);
        sender.IsConnected.ShouldBeFalse();
        var waiting = _world.Publish(a, sender, BusWorld.Message("t", "patient"));
        _world.Pass(20);
        waiting.Outcome.ShouldBeNull();
        _world.Settle(() => waiting.Outcome is not null);
        _world.Pass(5);

        numbers.ShouldBe(["will 1", "connected 1", "will 2", "connected 2"]);
        _world.Publish(a, sender, BusWorld.Message("t", "again")).Outcome.ShouldBe(MqttPublishOutcome.Accepted);
        _world.Pass(5);
        _world.Heard.ShouldContain("t=again");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Restart_RetainedAndSessions_AreKeptOrLostAsAsked(bool loseState)
    {
        var b = _world.Process("b");
        _world.Listener(b, "t");
        b.Kill();
        var a = _world.Process("a");
        var sender = _world.Connected(a);
        _world.Publish(a, sender, BusWorld.Message("t", "queued"));
        _world.Publish(a, sender, BusWorld.Message("r", "kept") with { Retain = true });

        _world.Bus.Restart(TimeSpan.FromSeconds(1), loseState);
        _world.Pass(10);
        var back = _world.Process("b");
        var listener = _world.Listener(back, "t");
        _world.Do(back, () => listener.SubscribeAsync("r", MqttQos.AtLeastOnce, _world.Hear).AsTask());
        _world.Pass(1);

        _world.Heard.Order().ShouldBe(loseState ? [] : ["r=kept R", "t=queued"]);
    }

    [Fact]
    public void Publish_CancelledWhileDown_EndsTheWaitingAndIsNotSentLater()
    {
        _world.Listener(_world.Process("b"), "t");
        var a = _world.Process("a");
        var sender = _world.Connected(a);
        _world.Bus.Restart(TimeSpan.FromSeconds(30));

        var waiting = _world.Publish(a, sender, BusWorld.Message("t", "given up"), patience: 5);
        _world.Settle(() => waiting.GivenUp);
        _world.Pass(60);

        waiting.Outcome.ShouldBeNull();
        _world.Heard.ShouldBeEmpty();
    }

    [Fact]
    public void Connect_WithWaitingPublishes_GreetsBeforeThey()
    {
        _world.Listener(_world.Process("b"), "t");
        var a = _world.Process("a");
        IMqttConnection connection = null!;
        var greeting = BusWorld.Message("t", "greeting");
        connection = _world.Bus.For(a).Open(new() { ClientId = "a", OnConnected = async _ => await connection.PublishAsync(greeting) });
        _world.Publish(a, connection, BusWorld.Message("t", "waited"));
        _world.Pass(5);

        _world.Heard.ShouldBe(["t=greeting", "t=waited"]);
    }

    [Fact]
    public void Partition_LongerThanTheKeepAlive_PublishesTheWillAndRecovers()
    {
        _world.Listener(_world.Process("b"), "#");
        var a = _world.Process("a");
        var options = new MqttConnectionOptions { ClientId = "a", KeepAlive = TimeSpan.FromSeconds(10), PublishTimeout = TimeSpan.FromMinutes(5) };
        var sender = _world.Connected(a, options with { Will = _ => Offline });

        _world.Bus.Partition("a", TimeSpan.FromSeconds(60));
        var stuck = _world.Publish(a, sender, BusWorld.Message("t", "stuck"));
        _world.Pass(9);
        sender.IsConnected.ShouldBeTrue();
        _world.Pass(2);
        sender.IsConnected.ShouldBeFalse();
        _world.Pass(5);
        _world.Heard.ShouldBe(["presence/a=offline"]);
        _world.Pass(60);

        stuck.Outcome.ShouldBe(MqttPublishOutcome.Accepted);
        _world.Heard.ShouldContain("t=stuck");
    }

    [Fact]
    public void Partition_ShorterThanTheKeepAlive_OnlyDelays()
    {
        _world.Listener(_world.Process("b"), "#");
        var a = _world.Process("a");
        var sender = _world.Connected(a, new() { ClientId = "a", KeepAlive = TimeSpan.FromSeconds(10), Will = _ => BusWorld.Message("presence/a", "offline") });

        _world.Bus.Partition("a", TimeSpan.FromSeconds(5));
        var stuck = _world.Publish(a, sender, BusWorld.Message("t", "late"));
        _world.Pass(4);
        stuck.Outcome.ShouldBeNull();
        _world.Pass(60);

        stuck.Outcome.ShouldBe(MqttPublishOutcome.Accepted);
        _world.Heard.ShouldBe(["t=late"]);
    }

    [Fact]
    public void Takeover_SameClientIdTwice_TheOlderLosesItsConnectionAndItsWillIsPublished()
    {
        _world.Listener(_world.Process("watcher"), "presence/#");
        var older = _world.Process("a");
        _world.Connected(older, new() { ClientId = "a", Will = _ => BusWorld.Message("presence/a", "offline old") });
        older.Kill();

        _world.Connected(_world.Process("a"), new() { ClientId = "a", Will = _ => BusWorld.Message("presence/a", "offline new") });
        _world.Pass(120);

        _world.Heard.ShouldBe(["presence/a=offline old"]);
    }
}
