namespace ClosedLoop.Mqtt.Tests;

/// <summary>What one client may cost the others.</summary>
public sealed class BrokerLimitTests
{
    private static SubscriptionRequest Filter(string filter) => new(filter) { MaximumQos = 1 };

    [Fact]
    public async Task Subscriptions_BeyondTheLimit_AreRefusedAndReported()
    {
        await using var broker = await TestBroker.StartAsync(options: new MqttBrokerOptions { MaximumSubscriptions = 2 });
        await using var client = await RawClient.ConnectAsync(broker.Address, "c");
        client.Send(new SubscribePacket(1, [Filter("a"), Filter("b"), Filter("c"), Filter("a")]));
        (await client.ExpectAsync<SubAckPacket>()).ReasonCodes
            .ShouldBe([MqttReasonCode.GrantedQos1, MqttReasonCode.GrantedQos1, MqttReasonCode.QuotaExceeded, MqttReasonCode.GrantedQos1]);
        (await broker.Events.NextAsync(e => e.Kind == MqttBrokerEventKind.SubscriptionRefused)).ClientId.ShouldBe("c");
    }

    [Fact]
    public async Task Topics_DeeperThanTheLimit_AreRefused()
    {
        await using var broker = await TestBroker.StartAsync(options: new MqttBrokerOptions { MaximumTopicLevels = 3 });
        await using var client = await RawClient.ConnectAsync(broker.Address, "c");
        (await client.SubscribeAsync(Filter("a/b/c/#"))).ReasonCodes.ShouldBe([MqttReasonCode.TopicFilterInvalid]);
        (await client.SubscribeAsync(Filter("a/b/#"))).ReasonCodes.ShouldBe([MqttReasonCode.GrantedQos1]);
        (await client.PublishAsync("a/b/c/d")).ShouldBe(MqttReasonCode.TopicNameInvalid);
        (await broker.Events.NextAsync(e => e.Kind == MqttBrokerEventKind.PublishRefused)).ClientId.ShouldBe("c");
        await client.NothingMoreAsync();
        await using var mourned = await RawClient.ConnectAsync(broker.Address, new ConnectPacket("d") { Will = new WillMessage("a/b/c/d", default) });
        mourned.Answer.ReasonCode.ShouldBe(MqttReasonCode.TopicNameInvalid);
    }

    [Fact]
    public async Task Publisher_ThatGoesBeyondTheReceiveMaximum_IsThrownOut()
    {
        await using var broker = await TestBroker.StartAsync(options: new MqttBrokerOptions { ReceiveMaximum = 1 });
        await using var client = await RawClient.ConnectAsync(broker.Address, "c");
        client.Answer.ReceiveMaximum.ShouldBe((ushort)1);
        await client.SendRawAsync(string.Concat(Enumerable.Repeat("32 06 00 01 61 00 01 00 ", 3_000)));
        while (await client.NextAsync() is var packet)
        {
            if (packet is DisconnectPacket goodbye)
            {
                goodbye.ReasonCode.ShouldBe(MqttReasonCode.ReceiveMaximumExceeded);
                break;
            }

            packet.ShouldBeOfType<PubAckPacket>();
        }

        await client.ClosedAsync();
    }

    [Fact]
    public async Task Publisher_ThatKeepsToTheReceiveMaximum_IsServed()
    {
        await using var broker = await TestBroker.StartAsync(options: new MqttBrokerOptions { ReceiveMaximum = 1 });
        await using var client = await RawClient.ConnectAsync(broker.Address, "c");
        for (var i = 0; i < 500; i++)
        {
            (await client.PublishAsync("a")).ShouldBe(MqttReasonCode.NoMatchingSubscribers);
        }
    }

    [Fact]
    public async Task Queue_InBytes_IsBoundedReportedOnceAndTakesAgain()
    {
        await using var broker = await TestBroker.StartAsync(options: new MqttBrokerOptions { MaximumQueueBytes = 1_000 });
        await using var slow = await RawClient.ConnectAsync(broker.Address, new ConnectPacket("slow") { ReceiveMaximum = 1 });
        await slow.SubscribeAsync(Filter("a"));
        await using var publisher = await RawClient.ConnectAsync(broker.Address, "p");
        var codes = new List<MqttReasonCode>();
        for (var i = 0; i < 5; i++)
        {
            codes.Add(await publisher.PublishAsync("a", new string('x', 600)));
        }

        codes.ShouldBe([MqttReasonCode.Success, MqttReasonCode.Success, MqttReasonCode.Success, MqttReasonCode.QuotaExceeded, MqttReasonCode.QuotaExceeded]);
        slow.Send(new PubAckPacket((await slow.ExpectAsync<PublishPacket>()).PacketId));
        await slow.ExpectAsync<PublishPacket>();
        (await publisher.PublishAsync("a")).ShouldBe(MqttReasonCode.Success);
        (await broker.Events.NextAsync(e => e.Kind == MqttBrokerEventKind.MessageDropped)).Detail.ShouldContain("Too slow");
        (await broker.Events.NextAsync(e => e.Kind == MqttBrokerEventKind.MessageDropped)).Detail.ShouldContain("after 2 dropped");
    }
}
