namespace ClosedLoop.Mqtt.Tests;

/// <summary>Publishes without a cancellation token, whose bookkeeping is used again.</summary>
public sealed class PublishPoolTests
{
    private static CancellationToken NoToken => CancellationToken.None;

    [Theory]
    [InlineData(3600)]
    [InlineData(0)]
    public async Task Publish_WindowsOverCutConnections_EachGetsItsOwnOutcomeAndNoneIsLost(int sessionSeconds)
    {
        await using var broker = await TestBroker.StartAsync();
        var (subscriber, inbox) = await broker.SubscribeAsync("data");
        await using var proxy = new CuttingProxy(broker.Address, Enumerable.Range(1, 15).Select(i => 500 * i));
        await using var publisher = broker.Open(new MqttConnectionOptions { ClientId = "p", SessionExpiry = TimeSpan.FromSeconds(sessionSeconds) }, through: proxy.Address);
        for (var first = 0; first < 4_000; first += 40)
        {
            var window = Enumerable.Range(first, 40).Select(i => publisher.PublishAsync(Text.Message(i % 3 == 0 ? "nobody" : "data", $"{i}"), NoToken).AsTask()).ToList();
            (await Task.WhenAll(window).Soon()).ShouldBe(Enumerable.Range(first, 40).Select(i => i % 3 == 0 ? MqttPublishOutcome.NoMatchingSubscribers : MqttPublishOutcome.Accepted));
        }

        proxy.CutsLeft.ShouldBe(0);
        var next = 0;
        while (next < 4_000)
        {
            if (next % 3 == 0)
            {
                next++;
                continue;
            }

            var content = (await inbox.NextAsync()).Content();
            if (content == $"{next}")
            {
                next++;
            }
            else
            {
                int.Parse(content, System.Globalization.CultureInfo.InvariantCulture).ShouldBeLessThan(next);
            }
        }

        await subscriber.DisposeAsync();
    }

    [Fact]
    public async Task Publish_Again_AfterOneThatFailed_HasItsOwnOutcome()
    {
        await using var broker = await TestBroker.StartAsync();
        await using var publisher = broker.Open();
        for (var i = 0; i < 3; i++)
        {
            (await publisher.PublishAsync(Text.Message("nobody", "1"), NoToken).Soon()).ShouldBe(MqttPublishOutcome.NoMatchingSubscribers);
            await Should.ThrowAsync<ArgumentException>(() => publisher.PublishAsync(new MqttMessage("t", default) { ContentType = new string('x', 70_000) }, NoToken).Soon());
            (await publisher.PublishAsync(Text.Message("t", "1") with { Qos = MqttQos.AtMostOnce }, NoToken).Soon()).ShouldBe(MqttPublishOutcome.Accepted);
        }
    }

    [Fact]
    public async Task Outcome_AwaitedASecondTime_IsRefused()
    {
        await using var broker = await TestBroker.StartAsync();
        await using var publisher = broker.Open();
        var publish = publisher.PublishAsync(Text.Message("nobody", "1"), NoToken);
        (await publish).ShouldBe(MqttPublishOutcome.NoMatchingSubscribers);
        Should.Throw<InvalidOperationException>(() => publish.GetAwaiter().GetResult());
    }

    [Fact]
    public async Task Publish_AfterOneTimedOutInFlight_IsNotEndedByTheLateAcknowledgement()
    {
        await using var broker = new ScriptedBroker();
        var time = new ManualTime();
        var options = new MqttConnectionOptions { ClientId = "c", KeepAlive = TimeSpan.Zero, PublishTimeout = TimeSpan.FromSeconds(60) };
        var publisher = Connect.To(broker.Address, options, null, time);
        // A goodbye would wait for the scripted broker, and its limit for the manual clock.
        await using var end = new Ending(publisher);
        await broker.AcceptAsync();
        var late = publisher.PublishAsync(Text.Message("t", "1"), NoToken).AsTask();
        var lateId = (await broker.ExpectAsync<PublishPacket>()).PacketId;
        time.Advance(TimeSpan.FromSeconds(61));
        (await late.Soon()).ShouldBe(MqttPublishOutcome.TimedOut);

        var next = publisher.PublishAsync(Text.Message("t", "2"), NoToken).AsTask();
        var nextId = (await broker.ExpectAsync<PublishPacket>()).PacketId;
        broker.Send(new PubAckPacket(lateId, MqttReasonCode.QuotaExceeded));
        broker.Send(new PubAckPacket(nextId));
        (await next.Soon()).ShouldBe(MqttPublishOutcome.Accepted);
    }

    private sealed class Ending(MqttTcpConnection connection) : IAsyncDisposable
    {
        public ValueTask DisposeAsync() => connection.AbortAsync();
    }
}
