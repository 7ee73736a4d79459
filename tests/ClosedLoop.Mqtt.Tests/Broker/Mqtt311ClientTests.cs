using System.Text;

namespace ClosedLoop.Mqtt.Tests;

/// <summary>Clients that speak MQTT 3.1.1, packet by packet.</summary>
public sealed class Mqtt311ClientTests
{
    private static ConnectPacket Hello(string clientId, bool clean = true) => new(clientId) { Version = MqttVersion.V311, CleanStart = clean };

    private static SubscriptionRequest Filter(string filter, byte qos = 1) => new(filter) { MaximumQos = qos };

    [Fact]
    public async Task Messages_CrossTheVersions_WithoutWhatTheOlderCannotSay()
    {
        await using var broker = await TestBroker.StartAsync();
        await using var older = await RawClient.ConnectAsync(broker.Address, Hello("older"));
        (await older.SubscribeAsync(Filter("a", qos: 2))).ReasonCodes.ShouldBe([MqttReasonCode.GrantedQos1]);
        await using var newer = await RawClient.ConnectAsync(broker.Address, "newer");
        await newer.SubscribeAsync(Filter("b"));
        newer.Send(new PublishPacket("a", "5"u8.ToArray())
        {
            Qos = 1,
            PacketId = 9,
            MessageExpiryInterval = 60,
            ResponseTopic = "r",
            CorrelationData = new byte[] { 1 },
            UserProperties = [new("k", "v")],
        });
        await newer.ExpectAsync<PubAckPacket>();
        var got = await older.ExpectAsync<PublishPacket>();
        (Encoding.UTF8.GetString(got.Payload.Span), got.Qos, got.ResponseTopic, got.UserProperties.Count).ShouldBe(("5", (byte)1, null, 0));
        (await older.PublishAsync("b", "3")).ShouldBe(MqttReasonCode.Success);
        Encoding.UTF8.GetString((await newer.ExpectAsync<PublishPacket>()).Payload.Span).ShouldBe("3");
        older.Send(new UnsubscribePacket(2, ["a"]));
        await older.ExpectAsync<UnsubAckPacket>();
        older.Send(new DisconnectPacket());
        await older.ClosedAsync();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task CleanSession_DecidesWhetherTheBrokerRemembers(bool clean)
    {
        await using var broker = await TestBroker.StartAsync();
        await using (var before = await RawClient.ConnectAsync(broker.Address, Hello("c", clean)))
        {
            before.Answer.SessionPresent.ShouldBeFalse();
            await before.SubscribeAsync(Filter("a"));
            before.Send(new DisconnectPacket());
            await before.ClosedAsync();
        }

        await using var publisher = await RawClient.ConnectAsync(broker.Address, "p");
        (await publisher.PublishAsync("a", "meanwhile")).ShouldBe(clean ? MqttReasonCode.NoMatchingSubscribers : MqttReasonCode.Success);
        await using var after = await RawClient.ConnectAsync(broker.Address, Hello("c", clean));
        after.Answer.SessionPresent.ShouldBe(!clean);
        if (!clean)
        {
            Encoding.UTF8.GetString((await after.ExpectAsync<PublishPacket>()).Payload.Span).ShouldBe("meanwhile");
        }

        await after.NothingMoreAsync();
    }

    [Fact]
    public async Task CleanSession_EndsTheSessionThatWasKept()
    {
        await using var broker = await TestBroker.StartAsync();
        await using var before = await RawClient.ConnectAsync(broker.Address, Hello("c", clean: false));
        await before.SubscribeAsync(Filter("a"));
        await using var after = await RawClient.ConnectAsync(broker.Address, Hello("c"));
        await before.ClosedAsync();
        after.Answer.SessionPresent.ShouldBeFalse();
        (await after.PublishAsync("a")).ShouldBe(MqttReasonCode.Success, "3.1.1 has no word for nobody");
        await after.NothingMoreAsync();
    }

    [Fact]
    public async Task WillAndRetained_AreServed()
    {
        await using var broker = await TestBroker.StartAsync();
        await using var watcher = await RawClient.ConnectAsync(broker.Address, Hello("w"));
        await watcher.SubscribeAsync(Filter("will"));
        await (await RawClient.ConnectAsync(
            broker.Address, Hello("c") with { Will = new WillMessage("will", "gone"u8.ToArray()) { Qos = 1, Retain = true } })).DisposeAsync();
        var live = await watcher.ExpectAsync<PublishPacket>();
        (Encoding.UTF8.GetString(live.Payload.Span), live.Retain).ShouldBe(("gone", false));
        watcher.Send(new PubAckPacket(live.PacketId));
        await watcher.SubscribeAsync(Filter("will"));
        (await watcher.ExpectAsync<PublishPacket>()).Retain.ShouldBeTrue();
    }

    [Theory]
    [InlineData("34 06 00 01 61 00 01 78", "a publish of QoS 2")]
    [InlineData("00 00", "nonsense")]
    [InlineData("F0 00", "AUTH, which does not exist")]
    [InlineData("10 0D 00 04 4D 51 54 54 05 02 00 00 00 00 00", "a second CONNECT, in another version")]
    public async Task BrokenRule_ClosesWithoutAWord(string hex, string why)
    {
        await using var broker = await TestBroker.StartAsync();
        await using var client = await RawClient.ConnectAsync(broker.Address, Hello("c"));
        await client.SendRawAsync(hex);
        await client.ClosedAsync();
        (await broker.Events.NextAsync(e => e.Kind == MqttBrokerEventKind.ConnectionLost)).ClientId.ShouldBe("c", why);
    }

    [Theory]
    [InlineData("10 0E 00 06 4D 51 49 73 64 70 03 02 00 3C 00 00", 1, "MQTT 3.1")]
    [InlineData("10 0C 00 04 4D 51 54 54 04 00 00 3C 00 00", 2, "no client identifier and a session to be kept")]
    [InlineData("10 0C 00 04 4D 51 54 54 04 03 00 3C 00 00", -1, "a reserved flag")]
    public async Task BrokenIntroduction_IsAnsweredWithTheReturnCodeOrNotAtAll(string hex, int expected, string why)
    {
        await using var broker = await TestBroker.StartAsync();
        await using var client = await RawClient.OpenAsync(broker.Address, MqttVersion.V311);
        await client.SendRawAsync(hex);
        if (expected > 0)
        {
            (await client.ExpectAsync<ConnAckPacket>()).ReasonCode.ShouldBe(ReturnCodes.ToConnectReason((byte)expected), why);
        }

        await client.ClosedAsync();
    }

    [Fact]
    public async Task ClientId_EmptyWithACleanSession_IsFine()
    {
        await using var broker = await TestBroker.StartAsync();
        await using var client = await RawClient.ConnectAsync(broker.Address, Hello(""));
        await client.NothingMoreAsync();
    }

    [Fact]
    public async Task InvalidFilter_GetsTheOneFailureCode()
    {
        await using var broker = await TestBroker.StartAsync();
        await using var client = await RawClient.ConnectAsync(broker.Address, Hello("c"));
        client.Send(new SubscribePacket(1, [Filter("a/#/b"), Filter("a", 0)]));
        (await client.ExpectAsync<SubAckPacket>()).ReasonCodes.ShouldBe([MqttReasonCode.UnspecifiedError, MqttReasonCode.Success]);
    }
}
