namespace ClosedLoop.Mqtt.Tests;

/// <summary>SUBSCRIBE, SUBACK, UNSUBSCRIBE and UNSUBACK (sections 3.8 to 3.11) at the broker.</summary>
public sealed class SubscribeNorms
{
    private static SubscriptionRequest Filter(string filter) => new(filter) { MaximumQos = 1 };

    [Theory]
    [InlineData("80 07 00 01 00 00 01 61 00", MqttReasonCode.MalformedPacket, "SUBSCRIBE with wrong flags")]
    [InlineData("82 03 00 01 00", MqttReasonCode.ProtocolError, "SUBSCRIBE without a filter")]
    [InlineData("82 08 00 01 00 00 02 C3 28 00", MqttReasonCode.MalformedPacket, "a filter that is no UTF-8")]
    [InlineData("82 07 00 01 00 00 01 61 C0", MqttReasonCode.MalformedPacket, "reserved bits of the options")]
    [InlineData("82 07 00 00 00 00 01 61 00", MqttReasonCode.ProtocolError, "packet identifier 0")]
    [InlineData("82 10 00 01 00 00 0A 24 73 68 61 72 65 2F 67 2F 61 04", MqttReasonCode.ProtocolError, "no local on a shared subscription")]
    [InlineData("A0 06 00 01 00 00 01 61", MqttReasonCode.MalformedPacket, "UNSUBSCRIBE with wrong flags")]
    [InlineData("A2 03 00 01 00", MqttReasonCode.ProtocolError, "UNSUBSCRIBE without a filter")]
    [InlineData("A2 07 00 01 00 00 02 C3 28", MqttReasonCode.MalformedPacket, "a filter to unsubscribe that is no UTF-8")]
    public async Task Packet_ThatBreaksARule_EndsItsConnectionWithTheReason(string hex, MqttReasonCode expected, string why)
    {
        await using var broker = await TestBroker.StartAsync();
        await using var client = await RawClient.ConnectAsync(broker.Address, "c");
        await client.SendRawAsync(hex);
        (await client.ExpectAsync<DisconnectPacket>()).ReasonCode.ShouldBe(expected, why);
        await client.ClosedAsync();
    }

    [Theory]
    [InlineData("a#")]
    [InlineData("a/#/b")]
    [InlineData("#a")]
    [InlineData("a+")]
    [InlineData("+a/b")]
    [InlineData("$share/g")]
    [InlineData("$share//a")]
    [InlineData("$share/g/")]
    [InlineData("$share/g+/a")]
    [InlineData("$share/#/a")]
    public async Task Filter_NotInItsForm_IsRefusedAloneAndTheOthersAreGranted(string invalid)
    {
        await using var broker = await TestBroker.StartAsync();
        await using var client = await RawClient.ConnectAsync(broker.Address, "c");
        client.Send(new SubscribePacket(77, [Filter("x"), new(invalid), new("y")]));
        var answer = await client.ExpectAsync<SubAckPacket>();
        answer.PacketId.ShouldBe((ushort)77);
        answer.ReasonCodes.ShouldBe([MqttReasonCode.GrantedQos1, MqttReasonCode.TopicFilterInvalid, MqttReasonCode.Success]);
    }

    [Fact]
    public async Task Subscription_ToTheSameFilter_ReplacesTheEarlierOne()
    {
        await using var broker = await TestBroker.StartAsync();
        await using var client = await RawClient.ConnectAsync(broker.Address, "c");
        await client.SubscribeAsync(new SubscriptionRequest("a"), identifier: 1);
        await client.SubscribeAsync(Filter("a"), identifier: 2);
        await using var publisher = await RawClient.ConnectAsync(broker.Address, "p");
        await publisher.PublishAsync("a");
        var got = await client.ExpectAsync<PublishPacket>();
        got.Qos.ShouldBe((byte)1);
        got.SubscriptionIdentifiers.ShouldBe([2u]);
        await client.NothingMoreAsync();
    }

    [Fact]
    public async Task Subscription_Replaced_LosesNothingOnTheWay()
    {
        await using var broker = await TestBroker.StartAsync();
        await using var client = await RawClient.ConnectAsync(broker.Address, "c");
        await client.SubscribeAsync(Filter("a"));
        for (ushort i = 1; i <= 20; i++)
        {
            client.Send(new PublishPacket("a", new byte[] { (byte)i }));
            client.Send(new SubscribePacket(i, [Filter("a")]));
        }

        var got = new List<byte>();
        while (got.Count < 20)
        {
            if (await client.NextAsync() is PublishPacket message)
            {
                got.Add(message.Payload.Span[0]);
            }
        }

        got.ShouldBe(Enumerable.Range(1, 20).Select(i => (byte)i));
    }

    [Fact]
    public async Task Unsubscribe_ComparesFiltersAndDoesNotMatchThem()
    {
        await using var broker = await TestBroker.StartAsync();
        await using var client = await RawClient.ConnectAsync(broker.Address, "c");
        await client.SubscribeAsync(Filter("a/+"));
        client.Send(new UnsubscribePacket(5, ["a/b", "#", "a/+"]));
        var answer = await client.ExpectAsync<UnsubAckPacket>();
        answer.PacketId.ShouldBe((ushort)5);
        answer.ReasonCodes.ShouldBe([MqttReasonCode.NoSubscriptionExisted, MqttReasonCode.NoSubscriptionExisted, MqttReasonCode.Success]);
        (await client.PublishAsync("a/b")).ShouldBe(MqttReasonCode.NoMatchingSubscribers);
    }

    [Fact]
    public async Task Unsubscribe_DoesNotTakeBackWhatIsUnderWay()
    {
        await using var broker = await TestBroker.StartAsync();
        var hello = new ConnectPacket("c") { SessionExpiryInterval = 100 };
        ushort id;
        await using (var client = await RawClient.ConnectAsync(broker.Address, hello))
        {
            await client.SubscribeAsync(Filter("a"));
            await using var publisher = await RawClient.ConnectAsync(broker.Address, "p");
            await publisher.PublishAsync("a");
            id = (await client.ExpectAsync<PublishPacket>()).PacketId;
            client.Send(new UnsubscribePacket(5, ["a"]));
            (await client.ExpectAsync<UnsubAckPacket>()).ReasonCodes.ShouldBe([MqttReasonCode.Success]);
        }

        await using var again = await RawClient.ConnectAsync(broker.Address, hello);
        (await again.ExpectAsync<PublishPacket>()).PacketId.ShouldBe(id);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task SharedSubscription_IsServedWithTheQosThatItWasGranted(byte qos)
    {
        await using var broker = await TestBroker.StartAsync();
        await using var client = await RawClient.ConnectAsync(broker.Address, "c");
        await client.SubscribeAsync(new SubscriptionRequest("$share/g/a") { MaximumQos = qos });
        await using var publisher = await RawClient.ConnectAsync(broker.Address, "p");
        await publisher.PublishAsync("a");
        (await client.ExpectAsync<PublishPacket>()).Qos.ShouldBe(qos);
    }

    [Fact]
    public async Task SharedSubscription_RefusedByItsMember_IsNotOfferedToAnother()
    {
        await using var broker = await TestBroker.StartAsync();
        await using var one = await RawClient.ConnectAsync(broker.Address, "one");
        await using var other = await RawClient.ConnectAsync(broker.Address, "other");
        await using var publisher = await RawClient.ConnectAsync(broker.Address, "p");
        await one.SubscribeAsync(Filter("$share/g/a"));
        await publisher.PublishAsync("a");
        await other.SubscribeAsync(Filter("$share/g/a"));
        one.Send(new PubAckPacket((await one.ExpectAsync<PublishPacket>()).PacketId, MqttReasonCode.UnspecifiedError));
        await one.NothingMoreAsync();
        await other.NothingMoreAsync();
    }
}
