using System.Text;

namespace ClosedLoop.Mqtt.Tests;

/// <summary>PUBLISH and PUBACK (sections 3.3 and 3.4) at the broker, with the delivery rules of section 4.</summary>
public sealed class PublishNorms
{
    private static SubscriptionRequest Filter(string filter) => new(filter) { MaximumQos = 1 };

    [Fact]
    public async Task Duplicate_OfThePublisher_IsNotHandedOn()
    {
        await using var broker = await TestBroker.StartAsync();
        await using var client = await RawClient.ConnectAsync(broker.Address, "c");
        await client.SubscribeAsync(Filter("a"));
        await using var publisher = await RawClient.ConnectAsync(broker.Address, "p");
        publisher.Send(new PublishPacket("a", default) { Qos = 1, PacketId = 3, Duplicate = true });
        (await publisher.ExpectAsync<PubAckPacket>()).PacketId.ShouldBe((ushort)3);
        (await client.ExpectAsync<PublishPacket>()).Duplicate.ShouldBeFalse();
    }

    [Fact]
    public async Task Retained_IsReplacedKeptAndRemoved_AsTheFlagAndThePayloadSay()
    {
        await using var broker = await TestBroker.StartAsync();
        await using var publisher = await RawClient.ConnectAsync(broker.Address, "p");
        await using var live = await RawClient.ConnectAsync(broker.Address, "live");
        await live.SubscribeAsync(Filter("a"));
        async Task<string?> RetainedAsync()
        {
            await using var client = await RawClient.ConnectAsync(broker.Address, "c");
            await client.SubscribeAsync(Filter("a"));
            client.Send(PingReqPacket.Instance);
            return await client.NextAsync() is PublishPacket kept ? Encoding.UTF8.GetString(kept.Payload.Span) : null;
        }

        foreach (var (payload, retain, kept) in new[] { ("1", true, "1"), ("2", true, "2"), ("3", false, "2"), ("", false, "2"), ("", true, null), ("", true, null), ("4", false, null) })
        {
            await publisher.PublishAsync("a", payload, retain);
            Encoding.UTF8.GetString((await live.ExpectAsync<PublishPacket>()).Payload.Span).ShouldBe(payload, "everything is forwarded, also what removes");
            (await RetainedAsync()).ShouldBe(kept, $"after '{payload}'");
        }
    }

    [Fact]
    public async Task Properties_AreForwardedUnaltered_UserPropertiesInTheirOrder()
    {
        await using var broker = await TestBroker.StartAsync();
        await using var client = await RawClient.ConnectAsync(broker.Address, "c");
        await client.SubscribeAsync(Filter("a"));
        await using var publisher = await RawClient.ConnectAsync(broker.Address, "p");
        var sent = new PublishPacket("a", "x"u8.ToArray())
        {
            PayloadFormatIndicator = 1,
            ResponseTopic = "answer/é",
            CorrelationData = new byte[] { 0, 255, 1 },
            ContentType = "text/漢",
            UserProperties = [new("k", "1"), new("", ""), new("k", "2"), new("a", "3")],
        };
        publisher.Send(sent);
        PacketText.Of(await client.ExpectAsync<PublishPacket>()).ShouldBe(PacketText.Of(sent));
    }

    [Fact]
    public async Task Topics_AreComparedAndForwardedCharacterByCharacter()
    {
        await using var broker = await TestBroker.StartAsync();
        await using var client = await RawClient.ConnectAsync(broker.Address, "c");
        string[] topics = ["a//b/", "\uFEFFa", "/", "e\u0301", "A"];
        foreach (var topic in topics)
        {
            await client.SubscribeAsync(new SubscriptionRequest(topic));
        }

        foreach (var other in new[] { "a/b", "a//b", "a", "é", "//", " A" })
        {
            (await client.PublishAsync(other)).ShouldBe(MqttReasonCode.NoMatchingSubscribers, other);
        }

        foreach (var topic in topics)
        {
            client.Send(new PublishPacket(topic, default));
            (await client.ExpectAsync<PublishPacket>()).Topic.ShouldBe(topic);
        }
    }

    [Theory]
    [InlineData("30 08 00 01 61 04 08 00 01 2B", MqttReasonCode.TopicNameInvalid, "a wildcard in the response topic")]
    [InlineData("30 09 00 01 61 05 08 00 02 C3 28", MqttReasonCode.MalformedPacket, "a response topic that is no UTF-8")]
    [InlineData("30 09 00 01 61 05 03 00 02 C3 28", MqttReasonCode.MalformedPacket, "a content type that is no UTF-8")]
    [InlineData("30 0B 00 01 61 07 26 00 02 C3 28 00 00", MqttReasonCode.MalformedPacket, "the name of a user property that is no UTF-8")]
    [InlineData("30 0B 00 01 61 07 26 00 00 00 02 C3 28", MqttReasonCode.MalformedPacket, "the value of a user property that is no UTF-8")]
    [InlineData("30 07 00 01 61 03 23 FF FF", MqttReasonCode.TopicAliasInvalid, "a topic alias beyond what was offered")]
    [InlineData("30 07 00 01 61 03 23 00 00", MqttReasonCode.TopicAliasInvalid, "topic alias 0")]
    [InlineData("30 06 00 00 03 23 00 01", MqttReasonCode.ProtocolError, "a topic alias that was never given")]
    [InlineData("30 06 00 01 61 02 0B 05", MqttReasonCode.ProtocolError, "a subscription identifier")]
    [InlineData("30 04 00 01 2B 00", MqttReasonCode.TopicNameInvalid, "a wildcard in the topic")]
    [InlineData("30 04 00 01 00 00", MqttReasonCode.MalformedPacket, "U+0000 in the topic")]
    [InlineData("32 06 00 01 61 00 00 00", MqttReasonCode.ProtocolError, "packet identifier 0")]
    [InlineData("36 06 00 01 61 00 01 00", MqttReasonCode.MalformedPacket, "QoS 3")]
    [InlineData("62 02 00 01", MqttReasonCode.ProtocolError, "PUBREL where there is no QoS 2")]
    [InlineData("60 02 00 01", MqttReasonCode.MalformedPacket, "PUBREL with wrong flags")]
    [InlineData("41 02 00 01", MqttReasonCode.MalformedPacket, "PUBACK with wrong flags")]
    [InlineData("C1 00", MqttReasonCode.MalformedPacket, "PINGREQ with wrong flags")]
    [InlineData("F1 00", MqttReasonCode.MalformedPacket, "AUTH with wrong flags")]
    [InlineData("C0 80 00", MqttReasonCode.MalformedPacket, "a length that is longer than needed")]
    public async Task Packet_ThatBreaksARule_EndsItsConnectionWithTheReason(string hex, MqttReasonCode expected, string why)
    {
        await using var broker = await TestBroker.StartAsync();
        await using var client = await RawClient.ConnectAsync(broker.Address, "c");
        await client.SendRawAsync(hex);
        var goodbye = await client.ExpectAsync<DisconnectPacket>();
        (goodbye.ReasonCode, goodbye.SessionExpiryInterval).ShouldBe((expected, null), why);
        await client.ClosedAsync();
    }

    [Fact]
    public async Task TopicAlias_IsForgottenWithItsConnection()
    {
        await using var broker = await TestBroker.StartAsync();
        var hello = new ConnectPacket("c") { SessionExpiryInterval = 100 };
        await using (var first = await RawClient.ConnectAsync(broker.Address, hello))
        {
            first.Send(new PublishPacket("a", default) { TopicAlias = 1 });
            first.Send(new PublishPacket("", default) { TopicAlias = 1 });
            await first.NothingMoreAsync();
        }

        await using var second = await RawClient.ConnectAsync(broker.Address, hello);
        second.Send(new PublishPacket("", default) { TopicAlias = 1 });
        (await second.ExpectAsync<DisconnectPacket>()).ReasonCode.ShouldBe(MqttReasonCode.ProtocolError);
    }

    [Theory]
    [InlineData(0, 0, 0)]
    [InlineData(0, 1, 0)]
    [InlineData(1, 0, 0)]
    [InlineData(1, 1, 1)]
    public async Task Qos_OfADelivery_IsTheLowerOfPublicationAndSubscription(byte published, byte granted, byte expected)
    {
        await using var broker = await TestBroker.StartAsync();
        await using var client = await RawClient.ConnectAsync(broker.Address, "c");
        await client.SubscribeAsync(new SubscriptionRequest("a") { MaximumQos = granted });
        await using var publisher = await RawClient.ConnectAsync(broker.Address, "p");
        publisher.Send(new PublishPacket("a", default) { Qos = published, PacketId = published });
        var got = await client.ExpectAsync<PublishPacket>();
        (got.Qos, got.PacketId == 0).ShouldBe((expected, expected == 0));
        if (published == 0)
        {
            await publisher.NothingMoreAsync();
        }
        else
        {
            await publisher.ExpectAsync<PubAckPacket>();
        }
    }

    [Fact]
    public async Task PacketIdentifiers_InFlight_AreDifferentAndNotZero_AndStayOverAReconnect()
    {
        await using var broker = await TestBroker.StartAsync();
        var hello = new ConnectPacket("c") { SessionExpiryInterval = 100 };
        await using var publisher = await RawClient.ConnectAsync(broker.Address, "p");
        var ids = new List<ushort>();
        await using (var client = await RawClient.ConnectAsync(broker.Address, hello))
        {
            await client.SubscribeAsync(Filter("a"));
            for (var i = 0; i < 5; i++)
            {
                await publisher.PublishAsync("a", $"{i}");
                ids.Add((await client.ExpectAsync<PublishPacket>()).PacketId);
            }

            ids.Distinct().Count().ShouldBe(5);
            ids.ShouldNotContain((ushort)0);
            client.Send(new PubAckPacket(ids[1], MqttReasonCode.UnspecifiedError));
            client.Send(new PubAckPacket(ids[3]));
            await client.NothingMoreAsync();
        }

        await using var again = await RawClient.ConnectAsync(broker.Address, hello);
        foreach (var i in new[] { 0, 2, 4 })
        {
            var repeated = await again.ExpectAsync<PublishPacket>();
            (repeated.PacketId, repeated.Duplicate).ShouldBe((ids[i], true), "what was refused is not sent again either");
        }

        await again.NothingMoreAsync();
    }

    [Fact]
    public async Task PacketIdentifier_UsedAgainAfterItsAcknowledgement_IsANewMessage()
    {
        await using var broker = await TestBroker.StartAsync();
        await using var client = await RawClient.ConnectAsync(broker.Address, "c");
        await client.SubscribeAsync(Filter("a"));
        await using var publisher = await RawClient.ConnectAsync(broker.Address, "p");
        for (var i = 0; i < 2; i++)
        {
            publisher.Send(new PublishPacket("a", default) { Qos = 1, PacketId = 9, Duplicate = i == 1 });
            (await publisher.ExpectAsync<PubAckPacket>()).PacketId.ShouldBe((ushort)9);
            await client.ExpectAsync<PublishPacket>();
        }
    }

    [Fact]
    public async Task Messages_OfOnePublisher_KeepTheirOrder()
    {
        await using var broker = await TestBroker.StartAsync();
        await using var client = await RawClient.ConnectAsync(broker.Address, new ConnectPacket("c") { ReceiveMaximum = 3 });
        await client.SubscribeAsync(Filter("+"));
        await using var publisher = await RawClient.ConnectAsync(broker.Address, "p");
        for (ushort i = 1; i <= 50; i++)
        {
            publisher.Send(new PublishPacket($"{i % 3}", Encoding.UTF8.GetBytes($"{i}")) { Qos = 1, PacketId = i });
        }

        for (var i = 1; i <= 50; i++)
        {
            var got = await client.ExpectAsync<PublishPacket>();
            Encoding.UTF8.GetString(got.Payload.Span).ShouldBe($"{i}");
            client.Send(new PubAckPacket(got.PacketId));
        }
    }
}
