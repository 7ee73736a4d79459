using System.Text;

namespace ClosedLoop.Mqtt.Tests;

/// <summary>What time alone brings about, on a clock that the test moves.</summary>
public sealed class BrokerTimeTests
{
    private readonly ManualTime _time = new();

    private static SubscriptionRequest Filter(string filter) => new(filter) { MaximumQos = 1 };

    [Fact]
    public async Task Expiry_OfARetainedMessage_CountsDownAndRemovesIt()
    {
        await using var broker = await TestBroker.StartAsync(_time);
        await using var client = await RawClient.ConnectAsync(broker.Address, "c");
        await client.PublishAsync("a", retain: true, expiry: 60);
        _time.Advance(TimeSpan.FromSeconds(20.5));
        await client.SubscribeAsync(Filter("a"));
        (await client.ExpectAsync<PublishPacket>()).MessageExpiryInterval.ShouldBe(40u);
        _time.Advance(TimeSpan.FromSeconds(40));
        await client.SubscribeAsync(Filter("a"));
        await client.NothingMoreAsync();
    }

    [Fact]
    public async Task Expiry_OfAQueuedMessage_CountsDownAndRemovesIt()
    {
        await using var broker = await TestBroker.StartAsync(_time);
        var hello = new ConnectPacket("c") { SessionExpiryInterval = 1000 };
        await using (var client = await RawClient.ConnectAsync(broker.Address, hello))
        {
            await client.SubscribeAsync(Filter("a"));
        }

        await broker.Events.NextAsync(e => e is { ClientId: "c", Kind: MqttBrokerEventKind.ConnectionLost });
        await using var publisher = await RawClient.ConnectAsync(broker.Address, "p");
        await publisher.PublishAsync("a", "short", expiry: 10);
        await publisher.PublishAsync("a", "long", expiry: 100);
        _time.Advance(TimeSpan.FromSeconds(30));
        await using var again = await RawClient.ConnectAsync(broker.Address, hello);
        var got = await again.ExpectAsync<PublishPacket>();
        (Encoding.UTF8.GetString(got.Payload.Span), got.MessageExpiryInterval).ShouldBe(("long", 70u));
        await again.NothingMoreAsync();
    }

    [Theory]
    [InlineData(59, true)]
    [InlineData(61, false)]
    public async Task Session_LivesAsLongAsItsExpiry(int away, bool lives)
    {
        await using var broker = await TestBroker.StartAsync(_time);
        var hello = new ConnectPacket("c") { SessionExpiryInterval = 60 };
        await using (var client = await RawClient.ConnectAsync(broker.Address, hello))
        {
            await client.SubscribeAsync(Filter("a"));
        }

        await broker.Events.NextAsync(e => e is { ClientId: "c", Kind: MqttBrokerEventKind.ConnectionLost });
        _time.Advance(TimeSpan.FromSeconds(away));
        await using var publisher = await RawClient.ConnectAsync(broker.Address, "p");
        (await publisher.PublishAsync("a")).ShouldBe(lives ? MqttReasonCode.Success : MqttReasonCode.NoMatchingSubscribers);
        await using var again = await RawClient.ConnectAsync(broker.Address, hello);
        again.Answer.SessionPresent.ShouldBe(lives);
    }

    [Fact]
    public async Task Will_WithADelay_WaitsForItAndIsForgottenIfTheClientComesBack()
    {
        await using var broker = await TestBroker.StartAsync(_time);
        await using var watcher = await RawClient.ConnectAsync(broker.Address, "w");
        await watcher.SubscribeAsync(Filter("will"));
        var hello = new ConnectPacket("c") { SessionExpiryInterval = 100, Will = new WillMessage("will", "gone"u8.ToArray()) { Qos = 0, DelayInterval = 10 } };
        for (var round = 0; round < 2; round++)
        {
            await (await RawClient.ConnectAsync(broker.Address, hello)).DisposeAsync();
            await broker.Events.NextAsync(e => e is { ClientId: "c", Kind: MqttBrokerEventKind.ConnectionLost });
            _time.Advance(TimeSpan.FromSeconds(9));
            await watcher.NothingMoreAsync();
        }
        _time.Advance(TimeSpan.FromSeconds(2));
        Encoding.UTF8.GetString((await watcher.ExpectAsync<PublishPacket>()).Payload.Span).ShouldBe("gone");
    }

    [Fact]
    public async Task KeepAlive_OfASilentClient_IsEnforcedWithItsWill()
    {
        await using var broker = await TestBroker.StartAsync(_time);
        await using var watcher = await RawClient.ConnectAsync(broker.Address, "w");
        await watcher.SubscribeAsync(Filter("will"));
        await using var silent = await RawClient.ConnectAsync(broker.Address, new ConnectPacket("c") { KeepAlive = 10, Will = new WillMessage("will", "gone"u8.ToArray()) });
        _time.Advance(TimeSpan.FromSeconds(14));
        await silent.NothingMoreAsync();
        _time.Advance(TimeSpan.FromSeconds(17));
        (await silent.ExpectAsync<DisconnectPacket>()).ReasonCode.ShouldBe(MqttReasonCode.KeepAliveTimeout);
        await watcher.ExpectAsync<PublishPacket>();
    }

    [Fact]
    public async Task Connection_ThatNeverIntroducesItself_IsClosed()
    {
        await using var broker = await TestBroker.StartAsync(_time);
        await using var silent = await RawClient.OpenAsync(broker.Address);
        // Its clock starts when the broker accepts it, which another client's answer, accepted later, proves.
        await using var later = await RawClient.ConnectAsync(broker.Address, "c");
        var closed = silent.ClosedAsync();
        while (!closed.IsCompleted)
        {
            _time.Advance(TimeSpan.FromSeconds(11));
            await later.NothingMoreAsync();
        }
        await closed;
    }
}
