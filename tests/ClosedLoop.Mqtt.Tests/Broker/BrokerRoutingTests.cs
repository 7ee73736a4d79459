using System.Text;

namespace ClosedLoop.Mqtt.Tests;

/// <summary>What the broker sends to whom, packet by packet.</summary>
public sealed class BrokerRoutingTests
{
    private static SubscriptionRequest Filter(string filter) => new(filter) { MaximumQos = 1 };

    [Fact]
    public async Task Subscribe_WithOptions_IsGrantedUpToQos1()
    {
        await using var broker = await TestBroker.StartAsync();
        await using var client = await RawClient.ConnectAsync(broker.Address, "c");
        (client.Answer.MaximumQos, client.Answer.TopicAliasMaximum, client.Answer.SessionPresent).ShouldBe(((byte?)1, (ushort?)16, false));
        client.Send(new SubscribePacket(9, [Filter("a"), new("b") { MaximumQos = 2 }, new("c"), new("x/#/y"), new("$share/g/t"), new("$share/g"), new("$share/+/t")]));
        var answer = await client.ExpectAsync<SubAckPacket>();
        answer.PacketId.ShouldBe((ushort)9);
        answer.ReasonCodes.ShouldBe(
            [MqttReasonCode.GrantedQos1, MqttReasonCode.GrantedQos1, MqttReasonCode.Success, MqttReasonCode.TopicFilterInvalid,
                MqttReasonCode.Success, MqttReasonCode.TopicFilterInvalid, MqttReasonCode.TopicFilterInvalid]);
    }

    [Fact]
    public async Task OverlappingSubscriptions_GiveOneCopyWithTheHighestQosAndAllIdentifiers()
    {
        await using var broker = await TestBroker.StartAsync();
        await using var client = await RawClient.ConnectAsync(broker.Address, "c");
        await client.SubscribeAsync(new SubscriptionRequest("a/+"), 5);
        await client.SubscribeAsync(Filter("a/#"), 300);
        await using var publisher = await RawClient.ConnectAsync(broker.Address, "p");
        await publisher.PublishAsync("a/b");
        var got = await client.ExpectAsync<PublishPacket>();
        got.Qos.ShouldBe((byte)1);
        got.SubscriptionIdentifiers.Order().ShouldBe([5u, 300u]);
        await client.NothingMoreAsync();
    }

    [Fact]
    public async Task Unsubscribe_EndsDelivery()
    {
        await using var broker = await TestBroker.StartAsync();
        await using var client = await RawClient.ConnectAsync(broker.Address, "c");
        await client.SubscribeAsync(Filter("a"));
        client.Send(new UnsubscribePacket(3, ["a", "never"]));
        (await client.ExpectAsync<UnsubAckPacket>()).ReasonCodes.ShouldBe([MqttReasonCode.Success, MqttReasonCode.NoSubscriptionExisted]);
        (await client.PublishAsync("a")).ShouldBe(MqttReasonCode.NoMatchingSubscribers);
    }

    [Fact]
    public async Task NoLocal_KeepsOnesOwnMessagesAway()
    {
        await using var broker = await TestBroker.StartAsync();
        await using var client = await RawClient.ConnectAsync(broker.Address, "c");
        await client.SubscribeAsync(Filter("a") with { NoLocal = true });
        (await client.PublishAsync("a")).ShouldBe(MqttReasonCode.NoMatchingSubscribers);
        await using var other = await RawClient.ConnectAsync(broker.Address, "o");
        (await other.PublishAsync("a")).ShouldBe(MqttReasonCode.Success);
        await client.ExpectAsync<PublishPacket>();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task RetainAsPublished_DecidesOnTheFlagOfLiveMessages(bool asPublished)
    {
        await using var broker = await TestBroker.StartAsync();
        await using var client = await RawClient.ConnectAsync(broker.Address, "c");
        await client.SubscribeAsync(Filter("a") with { RetainAsPublished = asPublished });
        await using var publisher = await RawClient.ConnectAsync(broker.Address, "p");
        await publisher.PublishAsync("a", retain: true);
        (await client.ExpectAsync<PublishPacket>()).Retain.ShouldBe(asPublished);
    }

    [Fact]
    public async Task RetainHandling_DecidesWhenRetainedMessagesAreSent()
    {
        await using var broker = await TestBroker.StartAsync();
        await using var client = await RawClient.ConnectAsync(broker.Address, "c");
        await client.PublishAsync("a", retain: true);
        await client.SubscribeAsync(Filter("a") with { RetainHandling = RetainHandling.Never });
        await client.NothingMoreAsync();
        await client.SubscribeAsync(Filter("a") with { RetainHandling = RetainHandling.OnlyIfNew });
        await client.NothingMoreAsync();
        await client.SubscribeAsync(Filter("+") with { RetainHandling = RetainHandling.OnlyIfNew });
        (await client.ExpectAsync<PublishPacket>()).Retain.ShouldBeTrue();
        await client.SubscribeAsync(Filter("a"));
        (await client.ExpectAsync<PublishPacket>()).Retain.ShouldBeTrue();
        await client.NothingMoreAsync();
    }

    [Fact]
    public async Task TopicAlias_GivenOnce_StandsForItsTopic()
    {
        await using var broker = await TestBroker.StartAsync();
        await using var client = await RawClient.ConnectAsync(broker.Address, "c");
        await client.SubscribeAsync(Filter("+"));
        await using var publisher = await RawClient.ConnectAsync(broker.Address, "p");
        publisher.Send(new PublishPacket("a", "1"u8.ToArray()) { TopicAlias = 16 });
        publisher.Send(new PublishPacket("", "2"u8.ToArray()) { TopicAlias = 16 });
        publisher.Send(new PublishPacket("b", "3"u8.ToArray()) { TopicAlias = 16 });
        publisher.Send(new PublishPacket("", "4"u8.ToArray()) { TopicAlias = 16 });
        foreach (var expected in new[] { "a1", "a2", "b3", "b4" })
        {
            var got = await client.ExpectAsync<PublishPacket>();
            (got.Topic + Encoding.UTF8.GetString(got.Payload.Span), got.TopicAlias).ShouldBe((expected, null));
        }
    }

    [Fact]
    public async Task DollarTopics_AreNotForWildcardsAtTheStart()
    {
        await using var broker = await TestBroker.StartAsync();
        await using var client = await RawClient.ConnectAsync(broker.Address, "c");
        await client.SubscribeAsync(Filter("#"));
        (await client.PublishAsync("$internal/a")).ShouldBe(MqttReasonCode.NoMatchingSubscribers);
    }

    [Fact]
    public async Task Message_TooLargeForOneSubscriber_IsDroppedForThatOneAndReported()
    {
        await using var broker = await TestBroker.StartAsync();
        await using var small = await RawClient.ConnectAsync(broker.Address, new ConnectPacket("small") { MaximumPacketSize = 100 });
        await using var large = await RawClient.ConnectAsync(broker.Address, "large");
        await small.SubscribeAsync(Filter("a"));
        await large.SubscribeAsync(Filter("a"));
        await using var publisher = await RawClient.ConnectAsync(broker.Address, "p");
        await publisher.PublishAsync("a", new string('x', 500));
        (await large.ExpectAsync<PublishPacket>()).Payload.Length.ShouldBe(500);
        await small.NothingMoreAsync();
        (await broker.Events.NextAsync(e => e.Kind == MqttBrokerEventKind.MessageDropped)).ClientId.ShouldBe("small");
    }

    [Fact]
    public async Task ReceiveMaximum_OfTheSubscriber_IsRespectedAlsoAfterAReconnect()
    {
        await using var broker = await TestBroker.StartAsync();
        var hello = new ConnectPacket("c") { ReceiveMaximum = 2, SessionExpiryInterval = 100 };
        await using var publisher = await RawClient.ConnectAsync(broker.Address, "p");
        ushort first;
        await using (var client = await RawClient.ConnectAsync(broker.Address, hello))
        {
            await client.SubscribeAsync(Filter("a"));
            for (var i = 0; i < 4; i++)
            {
                await publisher.PublishAsync("a", $"{i}");
            }

            first = (await client.ExpectAsync<PublishPacket>()).PacketId;
            await client.ExpectAsync<PublishPacket>();
            await client.NothingMoreAsync();
            client.Send(new PubAckPacket(first));
            Encoding.UTF8.GetString((await client.ExpectAsync<PublishPacket>()).Payload.Span).ShouldBe("2");
            await client.NothingMoreAsync();
        }
        await using var again = await RawClient.ConnectAsync(broker.Address, hello);
        again.Answer.SessionPresent.ShouldBeTrue();
        var repeated = new List<PublishPacket> { await again.ExpectAsync<PublishPacket>(), await again.ExpectAsync<PublishPacket>() };
        repeated.ConvertAll(p => (Encoding.UTF8.GetString(p.Payload.Span), p.Duplicate)).ShouldBe([("1", true), ("2", true)]);
        await again.NothingMoreAsync();
        again.Send(new PubAckPacket(repeated[0].PacketId));
        Encoding.UTF8.GetString((await again.ExpectAsync<PublishPacket>()).Payload.Span).ShouldBe("3");
    }

    [Fact]
    public async Task Queue_OfAClientThatIsAway_RefusesTheNewestAndTellsThePublisher()
    {
        await using var broker = await TestBroker.StartAsync(options: new MqttBrokerOptions { MaximumQueue = 3 });
        var hello = new ConnectPacket("c") { SessionExpiryInterval = 100 };
        await using (var client = await RawClient.ConnectAsync(broker.Address, hello))
        {
            await client.SubscribeAsync(Filter("a"));
        }

        await broker.Events.NextAsync(e => e is { ClientId: "c", Kind: MqttBrokerEventKind.ConnectionLost });
        await using var publisher = await RawClient.ConnectAsync(broker.Address, "p");
        for (var i = 0; i < 5; i++)
        {
            (await publisher.PublishAsync("a", $"{i}")).ShouldBe(i < 3 ? MqttReasonCode.Success : MqttReasonCode.QuotaExceeded);
        }

        (await broker.Events.NextAsync(e => e.Kind == MqttBrokerEventKind.MessageDropped)).ClientId.ShouldBe("c");
        await using var again = await RawClient.ConnectAsync(broker.Address, hello);
        for (var i = 0; i < 3; i++)
        {
            Encoding.UTF8.GetString((await again.ExpectAsync<PublishPacket>()).Payload.Span).ShouldBe($"{i}");
        }

        await again.NothingMoreAsync();
    }

    [Fact]
    public async Task Retained_BeyondTheLimit_IsRefused()
    {
        await using var broker = await TestBroker.StartAsync(options: new MqttBrokerOptions { MaximumRetained = 2 });
        await using var client = await RawClient.ConnectAsync(broker.Address, "c");
        await client.PublishAsync("a", retain: true);
        await client.PublishAsync("b", retain: true);
        (await client.PublishAsync("c", retain: true)).ShouldBe(MqttReasonCode.QuotaExceeded);
        (await client.PublishAsync("b", retain: true)).ShouldBe(MqttReasonCode.NoMatchingSubscribers);
    }

    [Fact]
    public async Task Retained_BeyondTheLimitInBytes_IsRefusedUntilThereIsRoom()
    {
        await using var broker = await TestBroker.StartAsync(options: new MqttBrokerOptions { MaximumRetainedBytes = 10 });
        await using var client = await RawClient.ConnectAsync(broker.Address, "c");
        await client.PublishAsync("a", "123456", retain: true);
        (await client.PublishAsync("b", "12345", retain: true)).ShouldBe(MqttReasonCode.QuotaExceeded);
        (await client.PublishAsync("a", "1234567890", retain: true)).ShouldBe(MqttReasonCode.NoMatchingSubscribers);
        await client.PublishAsync("a", "", retain: true);
        (await client.PublishAsync("b", "12345", retain: true)).ShouldBe(MqttReasonCode.NoMatchingSubscribers);
        (await broker.Events.NextAsync(e => e.Kind == MqttBrokerEventKind.PublishRefused)).Detail.ShouldEndWith("on b");
    }
}
