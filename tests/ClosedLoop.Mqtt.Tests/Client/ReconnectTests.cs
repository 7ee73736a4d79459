namespace ClosedLoop.Mqtt.Tests;

public sealed class ReconnectTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(3600)]
    [InlineData(0)]
    public async Task Publish_TwoThousandMessagesOverCutConnections_LosesNoneAndKeepsTheOrder(int sessionSeconds)
    {
        await using var broker = await TestBroker.StartAsync();
        var (subscriber, inbox) = await broker.SubscribeAsync("data");
        await using var proxy = new CuttingProxy(broker.Address, Enumerable.Range(1, 15).Select(i => 700 * i));
        await using var publisher = broker.Open(new MqttConnectionOptions { ClientId = "p", SessionExpiry = TimeSpan.FromSeconds(sessionSeconds) }, through: proxy.Address);
        var outcomes = Enumerable.Range(0, 2_000).Select(i => publisher.PublishAsync(Text.Message("data", $"{i}"), Token).AsTask()).ToList();
        (await Task.WhenAll(outcomes).Soon()).ShouldAllBe(o => o == MqttPublishOutcome.Accepted);
        proxy.CutsLeft.ShouldBe(0);
        await FirstArrivalsAre(2_000, inbox);
        await subscriber.DisposeAsync();
    }

    [Fact]
    public async Task Subscriber_TwoThousandMessagesOverCutConnections_GetsAllInOrder()
    {
        await using var broker = await TestBroker.StartAsync();
        await using var proxy = new CuttingProxy(broker.Address, Enumerable.Range(1, 15).Select(i => 700 * i));
        await using var subscriber = broker.Open(through: proxy.Address);
        var inbox = new Inbox<MqttMessage>();
        await subscriber.SubscribeAsync("data", MqttQos.AtLeastOnce, inbox.AddAsync, Token).Soon();
        await using var publisher = broker.Open();
        var outcomes = Enumerable.Range(0, 2_000).Select(i => publisher.PublishAsync(Text.Message("data", $"{i}"), Token).AsTask()).ToList();
        (await Task.WhenAll(outcomes).Soon()).ShouldAllBe(o => o == MqttPublishOutcome.Accepted);
        await FirstArrivalsAre(2_000, inbox);
        proxy.CutsLeft.ShouldBe(0);
    }

    [Fact]
    public async Task Subscribe_ConnectionCutAtEveryByteOfTheExchange_IsGrantedInTheEnd()
    {
        await using var broker = await TestBroker.StartAsync();
        await using var proxy = new CuttingProxy(broker.Address, Enumerable.Range(40, 60));
        await using var subscriber = broker.Open(through: proxy.Address);
        var inbox = new Inbox<MqttMessage>();
        await subscriber.SubscribeAsync("a/+", MqttQos.AtLeastOnce, inbox.AddAsync, Token).Soon();
        await using var publisher = broker.Open();
        await publisher.PublishAsync(Text.Message("a/b", "1"), Token).Soon();
        (await inbox.NextAsync()).Content().ShouldBe("1");
        proxy.Cuts.ShouldBeGreaterThan(10);
    }

    [Fact]
    public async Task Connect_AfterTheBrokerRestarted_SubscribesAgainAndGreetsWithTheNextNumber()
    {
        var first = await TestBroker.StartAsync();
        var greetings = new Inbox<long>();
        var wills = new Inbox<long>();
        var inbox = new Inbox<MqttMessage>();
        var events = new Inbox<MqttConnectionEvent>();
        await using var client = first.Open(
            new MqttConnectionOptions { ClientId = "c", OnConnected = greetings.AddAsync, Will = n => { wills.Add(n); return Text.Message("w", $"{n}"); } }, events);
        await client.SubscribeAsync("x", MqttQos.AtLeastOnce, inbox.AddAsync, Token).Soon();
        (await greetings.NextAsync()).ShouldBe(1);
        await first.DisposeAsync();
        var ended = await events.NextAsync(e => e.Kind == MqttConnectionEventKind.Disconnected);
        ended.Cause.ShouldBeOfType<MqttProtocolException>().ReasonCode.ShouldBe(MqttReasonCode.ServerShuttingDown);
        ended.NextAttempt.ShouldNotBeNull();
        client.IsConnected.ShouldBeFalse();
        var waiting = client.PublishAsync(Text.Message("x", "waited"), Token);
        await events.NextAsync(e => e.Kind == MqttConnectionEventKind.ConnectFailed);
        await using var second = await TestBroker.StartAsync(port: first.Address.Port);
        (await waiting.Soon()).ShouldBe(MqttPublishOutcome.Accepted);
        (await inbox.NextAsync()).Content().ShouldBe("waited");
        (await greetings.NextAsync()).ShouldBe(2);
        (await wills.NextAsync()).ShouldBe(1);
        (await wills.NextAsync()).ShouldBe(2);
        (await events.NextAsync(e => e.Kind == MqttConnectionEventKind.Connected)).SessionPresent.ShouldBeFalse();
        client.IsConnected.ShouldBeTrue();
    }

    [Fact]
    public async Task OnConnected_PublishesBeforeWhatWaited_AndSubscriptionsAreInPlace()
    {
        await using var broker = await TestBroker.StartAsync();
        var (watcher, inbox) = await broker.SubscribeAsync("order");
        await using var proxy = new CuttingProxy(broker.Address) { IsClosed = true };
        MqttTcpConnection? client = null;
        var echoed = new TaskCompletionSource();
        client = broker.Open(
            new MqttConnectionOptions
            {
                ClientId = "c",
                OnConnected = async n =>
                {
                    (await client!.PublishAsync(Text.Message("order", $"greeting {n}"), Token)).ShouldBe(MqttPublishOutcome.Accepted);
                    (await client.PublishAsync(Text.Message("own", "hello"), Token)).ShouldBe(MqttPublishOutcome.Accepted, "the own subscription is in place");
                    await echoed.Task;
                },
            },
            through: proxy.Address);
        var waiting = client.PublishAsync(Text.Message("order", "waited"), Token);
        var subscribing = client.SubscribeAsync("own", MqttQos.AtLeastOnce, _ => { echoed.TrySetResult(); return ValueTask.CompletedTask; }, Token);
        proxy.IsClosed = false;
        await waiting.Soon();
        await subscribing.Soon();
        (await inbox.NextAsync()).Content().ShouldBe("greeting 1");
        (await inbox.NextAsync()).Content().ShouldBe("waited");
        await client.DisposeAsync();
        await watcher.DisposeAsync();
    }

    [Fact]
    public async Task OnConnected_ThatThrows_IsReportedAndTriedAgain()
    {
        await using var broker = await TestBroker.StartAsync();
        var events = new Inbox<MqttConnectionEvent>();
        await using var client = broker.Open(
            new MqttConnectionOptions { ClientId = "c", OnConnected = n => n < 3 ? throw new InvalidOperationException($"not yet {n}") : ValueTask.CompletedTask }, events);
        (await events.NextAsync()).Cause!.Message.ShouldBe("not yet 1");
        (await events.NextAsync()).Cause!.Message.ShouldBe("not yet 2");
        (await events.NextAsync()).Kind.ShouldBe(MqttConnectionEventKind.Connected);
    }

    [Fact]
    public async Task OnConnected_PublishLostWithItsConnection_FailsAndIsNotSentAgain()
    {
        await using var broker = await TestBroker.StartAsync();
        var (watcher, inbox) = await broker.SubscribeAsync("presence");
        await using var proxy = new CuttingProxy(broker.Address);
        var failures = new Inbox<Exception>();
        MqttTcpConnection? client = null;
        client = broker.Open(
            new MqttConnectionOptions
            {
                ClientId = "c",
                OnConnected = async n =>
                {
                    proxy.IsBlackHole = n == 1;
                    var publishing = client!.PublishAsync(Text.Message("presence", $"{n}"), Token);
                    if (n == 1)
                    {
                        proxy.CutAll();
                    }

                    proxy.IsBlackHole = false;
                    try
                    {
                        await publishing;
                    }
                    catch (Exception failure)
                    {
                        failures.Add(failure);
                        throw;
                    }
                },
            },
            through: proxy.Address);
        (await failures.NextAsync()).ShouldBeOfType<IOException>();
        (await inbox.NextAsync()).Content().ShouldBe("2");
        await client.PublishAsync(Text.Message("presence", "end"), Token).Soon();
        (await inbox.NextAsync()).Content().ShouldBe("end");
        await client.DisposeAsync();
        await watcher.DisposeAsync();
    }

    [Fact]
    public async Task KeepAlive_BrokerFallsSilent_IsNoticedAndTheClientReconnects()
    {
        await using var broker = await TestBroker.StartAsync();
        await using var proxy = new CuttingProxy(broker.Address);
        var events = new Inbox<MqttConnectionEvent>();
        await using var client = new MqttTcpConnector(proxy.Address, TimeProvider.System, new MqttTcpConnectorOptions
        {
            PingTimeout = TimeSpan.FromMilliseconds(100),
            ShortestBackoff = TimeSpan.FromMilliseconds(1),
            OnEvent = events.Add,
        }).Open(new MqttConnectionOptions { ClientId = "c", KeepAlive = TimeSpan.FromMilliseconds(100) });
        await events.NextAsync(e => e.Kind == MqttConnectionEventKind.Connected);
        proxy.IsBlackHole = true;
        var lost = await events.NextAsync(e => e.Kind == MqttConnectionEventKind.Disconnected);
        lost.Detail.ShouldContain("ping");
        proxy.IsBlackHole = false;
        proxy.CutAll();
        await events.NextAsync(e => e.Kind == MqttConnectionEventKind.Connected);
    }

    [Fact]
    public async Task Handler_InterruptedBeforeItReturned_GetsTheMessageAgain()
    {
        await using var broker = await TestBroker.StartAsync();
        await using var proxy = new CuttingProxy(broker.Address);
        var inbox = new Inbox<string>();
        var release = new TaskCompletionSource();
        var greetings = new Inbox<long>();
        await using var client = broker.Open(new MqttConnectionOptions { ClientId = "c", OnConnected = greetings.AddAsync }, through: proxy.Address);
        await client.SubscribeAsync("x", MqttQos.AtLeastOnce, async m => { inbox.Add(m.Content()); await release.Task; }, Token).Soon();
        await using var publisher = broker.Open();
        await publisher.PublishAsync(Text.Message("x", "1"), Token).Soon();
        (await inbox.NextAsync()).ShouldBe("1");
        (await greetings.NextAsync()).ShouldBe(1);
        proxy.CutAll();
        (await greetings.NextAsync()).ShouldBe(2);
        release.SetResult();
        (await inbox.NextAsync()).ShouldBe("1", "it was not acknowledged before the handler returned");
        await publisher.PublishAsync(Text.Message("x", "2"), Token).Soon();
        (await inbox.NextAsync()).ShouldBe("2");
    }

    /// <summary>At least once: repeats may come, but each number is there and the first arrivals are in order.</summary>
    private static async Task FirstArrivalsAre(int count, Inbox<MqttMessage> inbox)
    {
        for (var expected = 0; expected < count;)
        {
            var got = int.Parse((await inbox.NextAsync()).Content(), System.Globalization.CultureInfo.InvariantCulture);
            got.ShouldBeLessThanOrEqualTo(expected);
            expected += got == expected ? 1 : 0;
        }
    }
}
