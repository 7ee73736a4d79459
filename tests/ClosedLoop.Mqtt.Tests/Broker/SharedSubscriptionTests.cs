using System.Text;

namespace ClosedLoop.Mqtt.Tests;

/// <summary>One message, one member of each group.</summary>
public sealed class SharedSubscriptionTests
{
    private readonly ManualTime _time = new();

    private static SubscriptionRequest Share(string group, string filter = "work/#") => new($"$share/{group}/{filter}") { MaximumQos = 1 };

    [Fact]
    public async Task Members_GetTheMessagesInTurn_AndAnOrdinarySubscriberAllOfThem()
    {
        await using var broker = await TestBroker.StartAsync();
        await using var one = await RawClient.ConnectAsync(broker.Address, "1");
        await using var two = await RawClient.ConnectAsync(broker.Address, "2");
        await using var all = await RawClient.ConnectAsync(broker.Address, "all");
        await one.SubscribeAsync(Share("g"));
        await two.SubscribeAsync(Share("g"));
        await all.SubscribeAsync(new SubscriptionRequest("work/#") { MaximumQos = 1 });
        await using var publisher = await RawClient.ConnectAsync(broker.Address, "p");
        for (var i = 0; i < 4; i++)
        {
            (await publisher.PublishAsync("work/a", $"{i}")).ShouldBe(MqttReasonCode.Success);
        }

        (await ContentAsync(one, 2)).ShouldBe(["0", "2"]);
        (await ContentAsync(two, 2)).ShouldBe(["1", "3"]);
        (await ContentAsync(all, 4)).ShouldBe(["0", "1", "2", "3"]);
        await one.NothingMoreAsync();
        await two.NothingMoreAsync();
    }

    [Fact]
    public async Task Groups_OfOneFilter_EachGetTheMessage()
    {
        await using var broker = await TestBroker.StartAsync();
        await using var one = await RawClient.ConnectAsync(broker.Address, "1");
        await one.SubscribeAsync(Share("g"), identifier: 3);
        await using var two = await RawClient.ConnectAsync(broker.Address, "2");
        await two.SubscribeAsync(Share("h"));
        await using var publisher = await RawClient.ConnectAsync(broker.Address, "p");
        await publisher.PublishAsync("work/a");
        await two.ExpectAsync<PublishPacket>();
        (await one.ExpectAsync<PublishPacket>()).SubscriptionIdentifiers.ShouldBe([3u]);
        await one.NothingMoreAsync();
    }

    [Fact]
    public async Task Retained_IsNotSentToASharedSubscription()
    {
        await using var broker = await TestBroker.StartAsync();
        await using var client = await RawClient.ConnectAsync(broker.Address, "1");
        await client.PublishAsync("work/a", retain: true);
        await client.SubscribeAsync(Share("g"));
        await client.NothingMoreAsync();
    }

    [Fact]
    public async Task Member_ThatIsAway_GetsAMessageOnlyIfNobodyIsThere()
    {
        await using var broker = await TestBroker.StartAsync();
        var away = new ConnectPacket("away") { SessionExpiryInterval = 100 };
        await using (var member = await RawClient.ConnectAsync(broker.Address, away))
        {
            await member.SubscribeAsync(Share("g"));
        }

        await broker.Events.NextAsync(e => e is { ClientId: "away", Kind: MqttBrokerEventKind.ConnectionLost });
        await using var publisher = await RawClient.ConnectAsync(broker.Address, "p");
        await using (var present = await RawClient.ConnectAsync(broker.Address, "present"))
        {
            await present.SubscribeAsync(Share("g"));
            await publisher.PublishAsync("work/a", "0");
            await publisher.PublishAsync("work/a", "1");
            (await ContentAsync(present, 2)).ShouldBe(["0", "1"]);
            present.Send(new UnsubscribePacket(1, [Share("g").Filter]));
            (await present.ExpectAsync<UnsubAckPacket>()).ReasonCodes.ShouldBe([MqttReasonCode.Success]);
        }

        (await publisher.PublishAsync("work/a", "2")).ShouldBe(MqttReasonCode.Success);
        await using var back = await RawClient.ConnectAsync(broker.Address, away);
        (await ContentAsync(back, 1)).ShouldBe(["2"]);
        await back.NothingMoreAsync();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(60)]
    public async Task Session_ThatEnds_HandsOnWhatItHasNotAcknowledged(int expiry)
    {
        await using var broker = await TestBroker.StartAsync(_time);
        var first = await RawClient.ConnectAsync(broker.Address, new ConnectPacket("first") { SessionExpiryInterval = (uint)expiry, ReceiveMaximum = 2 });
        await first.SubscribeAsync(Share("g"));
        await using var publisher = await RawClient.ConnectAsync(broker.Address, "p");
        for (var i = 0; i < 4; i++)
        {
            await publisher.PublishAsync("work/a", $"{i}");
        }

        // The first is acknowledged, two are on their way, one waits.
        var done = await first.ExpectAsync<PublishPacket>();
        first.Send(new PubAckPacket(done.PacketId));
        await first.ExpectAsync<PublishPacket>();
        await first.ExpectAsync<PublishPacket>();
        await first.NothingMoreAsync();
        await using var second = await RawClient.ConnectAsync(broker.Address, "second");
        await second.SubscribeAsync(Share("g"));
        await first.DisposeAsync();
        await broker.Events.NextAsync(e => e is { ClientId: "first", Kind: MqttBrokerEventKind.ConnectionLost });
        if (expiry > 0)
        {
            await second.NothingMoreAsync();
            _time.Advance(TimeSpan.FromSeconds(expiry + 1));
        }

        (await ContentAsync(second, 3)).ShouldBe(["1", "2", "3"]);
        await second.NothingMoreAsync();
    }

    private static async Task<List<string>> ContentAsync(RawClient client, int count)
    {
        var content = new List<string>();
        for (var i = 0; i < count; i++)
        {
            var got = await client.ExpectAsync<PublishPacket>();
            client.Send(new PubAckPacket(got.PacketId));
            content.Add(Encoding.UTF8.GetString(got.Payload.Span));
        }

        return content;
    }
}
