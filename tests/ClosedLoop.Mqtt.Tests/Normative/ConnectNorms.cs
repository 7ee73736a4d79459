using System.Text;

namespace ClosedLoop.Mqtt.Tests;

/// <summary>CONNECT and CONNACK (sections 3.1 and 3.2) at the broker.</summary>
public sealed class ConnectNorms
{
    private static SubscriptionRequest Filter(string filter) => new(filter) { MaximumQos = 1 };

    [Theory]
    [InlineData("10 0D 00 04 4D 51 54 58 05 02 00 00 00 00 00", MqttReasonCode.UnsupportedProtocolVersion, "another protocol name")]
    [InlineData("10 0D 00 04 4D 51 54 54 05 0A 00 00 00 00 00", MqttReasonCode.MalformedPacket, "a will QoS and no will")]
    [InlineData("10 0D 00 04 4D 51 54 54 05 22 00 00 00 00 00", MqttReasonCode.MalformedPacket, "will retain and no will")]
    [InlineData("10 13 00 04 4D 51 54 54 05 1E 00 00 00 00 00 00 00 01 61 00 00", MqttReasonCode.MalformedPacket, "a will of QoS 3")]
    [InlineData("10 0D 00 04 4D 51 54 54 05 06 00 00 00 00 00", MqttReasonCode.MalformedPacket, "a will flag and no will")]
    [InlineData("10 0D 00 04 4D 51 54 54 05 82 00 00 00 00 00", MqttReasonCode.MalformedPacket, "a user name flag and no user name")]
    [InlineData("10 10 00 04 4D 51 54 54 05 02 00 00 00 00 00 00 01 61", MqttReasonCode.MalformedPacket, "a user name and no flag")]
    [InlineData("10 0D 00 04 4D 51 54 54 05 42 00 00 00 00 00", MqttReasonCode.MalformedPacket, "a password flag and no password")]
    [InlineData("10 13 00 04 4D 51 54 54 05 82 00 00 00 00 00 00 01 61 00 01 62", MqttReasonCode.MalformedPacket, "a password and no flag")]
    [InlineData("10 0B 00 04 4D 51 54 54 05 02 00 00 00", MqttReasonCode.MalformedPacket, "no client identifier")]
    [InlineData("10 0F 00 04 4D 51 54 54 05 02 00 00 00 00 02 C3 28", MqttReasonCode.MalformedPacket, "a client identifier that is no UTF-8")]
    [InlineData("10 14 00 04 4D 51 54 54 05 06 00 00 00 00 00 00 00 02 C3 28 00 00", MqttReasonCode.MalformedPacket, "a will topic that is no UTF-8")]
    [InlineData("10 11 00 04 4D 51 54 54 05 82 00 00 00 00 00 00 02 C3 28", MqttReasonCode.MalformedPacket, "a user name that is no UTF-8")]
    [InlineData("10 13 00 04 4D 51 54 54 05 16 00 00 00 00 00 00 00 01 61 00 00", MqttReasonCode.QosNotSupported, "a will of QoS 2")]
    [InlineData("11 0D 00 04 4D 51 54 54 05 02 00 00 00 00 00", MqttReasonCode.MalformedPacket, "reserved flags of the header")]
    public async Task Connect_NotInItsForm_IsAnsweredWithTheReasonAndClosed(string hex, MqttReasonCode expected, string why)
    {
        await using var broker = await TestBroker.StartAsync();
        await using var client = await RawClient.OpenAsync(broker.Address);
        await client.SendRawAsync(hex);
        var answer = await client.ExpectAsync<ConnAckPacket>();
        (answer.ReasonCode, answer.SessionPresent).ShouldBe((expected, false), why);
        await client.ClosedAsync();
    }

    [Fact]
    public async Task CleanStart_DiscardsTheSessionAndItsSubscriptions()
    {
        await using var broker = await TestBroker.StartAsync();
        var hello = new ConnectPacket("c") { SessionExpiryInterval = 100 };
        await using (var first = await RawClient.ConnectAsync(broker.Address, hello))
        {
            first.Answer.SessionPresent.ShouldBeFalse("there is none yet");
            await first.SubscribeAsync(Filter("a"));
        }

        await using (var second = await RawClient.ConnectAsync(broker.Address, hello))
        {
            second.Answer.SessionPresent.ShouldBeTrue("without clean start it goes on");
        }

        await using var third = await RawClient.ConnectAsync(broker.Address, hello with { CleanStart = true });
        third.Answer.SessionPresent.ShouldBeFalse();
        (await third.PublishAsync("a")).ShouldBe(MqttReasonCode.NoMatchingSubscribers);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Will_IsPublishedRetainedOrNot_AsItsFlagSays(bool retain)
    {
        await using var broker = await TestBroker.StartAsync();
        await using var watcher = await RawClient.ConnectAsync(broker.Address, "w");
        await watcher.SubscribeAsync(Filter("will"));
        var will = new WillMessage("will", "gone"u8.ToArray()) { Retain = retain, UserProperties = [new("b", "1"), new("a", "2"), new("b", "3")] };
        await (await RawClient.ConnectAsync(broker.Address, new ConnectPacket("c") { Will = will })).DisposeAsync();
        (await watcher.ExpectAsync<PublishPacket>()).UserProperties.ShouldBe(will.UserProperties, "in their order");
        await using var later = await RawClient.ConnectAsync(broker.Address, "l");
        await later.SubscribeAsync(Filter("will"));
        if (retain)
        {
            (await later.ExpectAsync<PublishPacket>()).Retain.ShouldBeTrue();
        }

        await later.NothingMoreAsync();
    }

    [Fact]
    public async Task Will_OncePublishedOrTakenBack_IsGone()
    {
        var time = new ManualTime();
        await using var broker = await TestBroker.StartAsync(time);
        await using var watcher = await RawClient.ConnectAsync(broker.Address, "w");
        await watcher.SubscribeAsync(Filter("will"));
        var hello = new ConnectPacket("c") { SessionExpiryInterval = 100 };
        await (await RawClient.ConnectAsync(broker.Address, hello with { Will = new WillMessage("will", "once"u8.ToArray()) })).DisposeAsync();
        await watcher.ExpectAsync<PublishPacket>();
        time.Advance(TimeSpan.FromSeconds(5));
        await watcher.NothingMoreAsync();
        await (await RawClient.ConnectAsync(broker.Address, hello)).DisposeAsync();
        await using (var polite = await RawClient.ConnectAsync(broker.Address, hello with { Will = new WillMessage("will", "never"u8.ToArray()) }))
        {
            polite.Send(new DisconnectPacket());
            await polite.ClosedAsync();
        }

        await watcher.NothingMoreAsync();
    }

    [Fact]
    public async Task ClientIds_OfTwentyThreeCharactersAndMore_AreAllowed()
    {
        await using var broker = await TestBroker.StartAsync();
        foreach (var id in new[] { "0123456789abcdefghijklm", "nopqrstuvwxyzABCDEFGHIJ", "KLMNOPQRSTUVWXYZ", new string('x', 200), "é/漢 +#" })
        {
            await using var client = await RawClient.ConnectAsync(broker.Address, id);
            client.Answer.ReasonCode.ShouldBe(MqttReasonCode.Success, id);
        }
    }

    [Fact]
    public async Task Connect_Refused_NothingThatFollowsIsDone()
    {
        await using var broker = await TestBroker.StartAsync();
        await using var watcher = await RawClient.ConnectAsync(broker.Address, "w");
        await watcher.SubscribeAsync(Filter("#"));
        await using var client = await RawClient.OpenAsync(broker.Address);
        client.Send(new ConnectPacket("c") { AuthenticationMethod = "none that exists" });
        client.Send(new PublishPacket("a", "x"u8.ToArray()) { Retain = true });
        (await client.ExpectAsync<ConnAckPacket>()).ReasonCode.ShouldBe(MqttReasonCode.BadAuthenticationMethod);
        await client.ClosedAsync();
        await watcher.NothingMoreAsync();
    }

    [Fact]
    public async Task Information_ThatWasNotAskedFor_IsNotGiven()
    {
        await using var broker = await TestBroker.StartAsync();
        var hello = new ConnectPacket("c") { RequestProblemInformation = false, RequestResponseInformation = false, TopicAliasMaximum = null };
        await using var client = await RawClient.ConnectAsync(broker.Address, hello);
        client.Answer.ResponseInformation.ShouldBeNull();
        client.Answer.AuthenticationMethod.ShouldBeNull();
        client.Send(new SubscribePacket(1, [new SubscriptionRequest("a/#/b")]));
        var refused = await client.ExpectAsync<SubAckPacket>();
        (refused.ReasonString, refused.UserProperties.Count).ShouldBe((null, 0));
        client.Send(new PublishPacket("nobody", default) { Qos = 1, PacketId = 1 });
        var unheard = await client.ExpectAsync<PubAckPacket>();
        (unheard.ReasonString, unheard.UserProperties.Count).ShouldBe((null, 0));
        await client.SubscribeAsync(Filter("a"));
        client.Send(new PublishPacket("a", default));
        (await client.ExpectAsync<PublishPacket>()).TopicAlias.ShouldBeNull();
    }

    [Fact]
    public async Task ConnAck_SaysWhatTheBrokerOffers_AndComesFirst()
    {
        await using var broker = await TestBroker.StartAsync(options: new MqttBrokerOptions { MaximumPacketSize = 10_000 });
        var hello = new ConnectPacket("c") { SessionExpiryInterval = 100 };
        await using (var client = await RawClient.ConnectAsync(broker.Address, hello))
        {
            (client.Answer.MaximumQos, client.Answer.MaximumPacketSize, client.Answer.RetainAvailable).ShouldBe(((byte?)1, 10_000u, null));
            await client.SubscribeAsync(Filter("a"));
        }

        await broker.Events.NextAsync(e => e is { ClientId: "c", Kind: MqttBrokerEventKind.ConnectionLost });
        await using var publisher = await RawClient.ConnectAsync(broker.Address, "p");
        await publisher.PublishAsync("a", "waits");
        await using var again = await RawClient.OpenAsync(broker.Address);
        again.Send(hello);
        again.Send(PingReqPacket.Instance);
        (await again.ExpectAsync<ConnAckPacket>()).SessionPresent.ShouldBeTrue();
        Encoding.UTF8.GetString((await again.ExpectAsync<PublishPacket>()).Payload.Span).ShouldBe("waits");
        await again.ExpectAsync<PingRespPacket>();
    }
}
