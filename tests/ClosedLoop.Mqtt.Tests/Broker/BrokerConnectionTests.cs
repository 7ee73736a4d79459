namespace ClosedLoop.Mqtt.Tests;

/// <summary>Who is let in, who is thrown out, and that nobody else notices.</summary>
public sealed class BrokerConnectionTests
{
    private static SubscriptionRequest Filter(string filter) => new(filter) { MaximumQos = 1 };

    [Fact]
    public async Task ClientId_UsedAgain_TakesTheSessionOverAndPublishesTheEarlierWill()
    {
        await using var broker = await TestBroker.StartAsync();
        await using var watcher = await RawClient.ConnectAsync(broker.Address, "w");
        await watcher.SubscribeAsync(Filter("will"));
        var hello = new ConnectPacket("c") { SessionExpiryInterval = 100, Will = new WillMessage("will", "1"u8.ToArray()) };
        await using var first = await RawClient.ConnectAsync(broker.Address, hello);
        await first.SubscribeAsync(Filter("a"));
        await using var second = await RawClient.ConnectAsync(broker.Address, hello);
        second.Answer.SessionPresent.ShouldBeTrue();
        (await first.ExpectAsync<DisconnectPacket>()).ReasonCode.ShouldBe(MqttReasonCode.SessionTakenOver);
        await first.ClosedAsync();
        await watcher.ExpectAsync<PublishPacket>();
        await watcher.PublishAsync("a");
        await second.ExpectAsync<PublishPacket>();
        await watcher.NothingMoreAsync();
    }

    [Fact]
    public async Task ClientId_Empty_IsAssigned()
    {
        await using var broker = await TestBroker.StartAsync();
        await using var one = await RawClient.ConnectAsync(broker.Address, "");
        await using var other = await RawClient.ConnectAsync(broker.Address, "");
        one.Answer.AssignedClientIdentifier.ShouldNotBeNullOrEmpty();
        other.Answer.AssignedClientIdentifier.ShouldNotBe(one.Answer.AssignedClientIdentifier);
        await one.NothingMoreAsync();
    }

    [Fact]
    public async Task Disconnect_AskingForTheWill_PublishesIt()
    {
        await using var broker = await TestBroker.StartAsync();
        await using var watcher = await RawClient.ConnectAsync(broker.Address, "w");
        await watcher.SubscribeAsync(Filter("will"));
        await using var leaving = await RawClient.ConnectAsync(broker.Address, new ConnectPacket("c") { Will = new WillMessage("will", default) });
        leaving.Send(new DisconnectPacket(MqttReasonCode.DisconnectWithWill));
        await watcher.ExpectAsync<PublishPacket>();
    }

    [Fact]
    public async Task Connections_BeyondTheLimit_AreRefusedAsBusyUntilOneLeaves()
    {
        await using var broker = await TestBroker.StartAsync(options: new MqttBrokerOptions { MaximumConnections = 2 });
        await using var first = await RawClient.ConnectAsync(broker.Address, "1");
        var second = await RawClient.ConnectAsync(broker.Address, "2");
        await using var third = await RawClient.ConnectAsync(broker.Address, "3");
        third.Answer.ReasonCode.ShouldBe(MqttReasonCode.ServerBusy);
        await third.ClosedAsync();
        await second.DisposeAsync();
        await broker.Events.NextAsync(e => e is { ClientId: "2", Kind: MqttBrokerEventKind.ConnectionLost });
        await using var fourth = await RawClient.ConnectAsync(broker.Address, "4");
        fourth.Answer.ReasonCode.ShouldBe(MqttReasonCode.Success);
    }

    [Theory]
    [InlineData("34 06 00 01 61 00 01 00", MqttReasonCode.QosNotSupported, "QoS 2")]
    [InlineData("30 07 00 01 61 03 23 00 11", MqttReasonCode.TopicAliasInvalid, "a topic alias beyond those offered")]
    [InlineData("30 06 00 00 03 23 00 01", MqttReasonCode.ProtocolError, "a topic alias that was not given")]
    [InlineData("82 10 00 01 00 00 0A 24 73 68 61 72 65 2F 67 2F 74 04", MqttReasonCode.ProtocolError, "a shared subscription with no local")]
    [InlineData("30 06 00 01 61 02 0B 01", MqttReasonCode.ProtocolError, "a subscription identifier from a client")]
    [InlineData("10 0D 00 04 4D 51 54 54 05 02 00 00 00 00 00", MqttReasonCode.ProtocolError, "a second CONNECT")]
    [InlineData("D0 00", MqttReasonCode.ProtocolError, "a packet of the server")]
    [InlineData("F0 00", MqttReasonCode.ProtocolError, "AUTH without a method")]
    [InlineData("30 04 00 01 23 00", MqttReasonCode.TopicNameInvalid, "a wildcard")]
    [InlineData("00 00", MqttReasonCode.MalformedPacket, "nonsense")]
    [InlineData("30 FF FF FF 7F", MqttReasonCode.PacketTooLarge, "a packet beyond the limit")]
    [InlineData("E0 07 00 05 11 00 00 00 0A", MqttReasonCode.ProtocolError, "prolonging a session that was none")]
    public async Task BrokenRule_EndsThatConnectionWithTheReasonAndNoOther(string hex, MqttReasonCode expected, string why)
    {
        await using var broker = await TestBroker.StartAsync();
        await using var bystander = await RawClient.ConnectAsync(broker.Address, "bystander");
        await using var client = await RawClient.ConnectAsync(broker.Address, "c");
        await client.SendRawAsync(hex);
        (await client.ExpectAsync<DisconnectPacket>()).ReasonCode.ShouldBe(expected, why);
        await client.ClosedAsync();
        await bystander.NothingMoreAsync();
    }

    [Theory]
    [InlineData("10 0D 00 04 4D 51 54 54 06 02 00 3C 00 00 00", MqttReasonCode.UnsupportedProtocolVersion)]
    [InlineData("10 0D 00 04 4D 51 54 54 05 03 00 00 00 00 00", MqttReasonCode.MalformedPacket)]
    [InlineData("10 12 00 04 4D 51 54 54 05 02 00 00 05 15 00 02 78 79 00 00", MqttReasonCode.BadAuthenticationMethod)]
    [InlineData("C0 00", MqttReasonCode.ProtocolError)]
    [InlineData("47 45 54 20 2F 20 48 54 54 50", MqttReasonCode.MalformedPacket)]
    public async Task BrokenIntroduction_IsRefusedWithTheReason(string hex, MqttReasonCode expected)
    {
        await using var broker = await TestBroker.StartAsync(options: new MqttBrokerOptions { MaximumPacketSize = 1_000 });
        await using var client = await RawClient.OpenAsync(broker.Address);
        await client.SendRawAsync(hex + string.Concat(Enumerable.Repeat(" 00", 100)));
        (await client.ExpectAsync<ConnAckPacket>()).ReasonCode.ShouldBe(expected);
        await client.ClosedAsync();
    }

    [Fact]
    public async Task RandomBytes_AfterAndInsteadOfConnect_HarmNobody()
    {
        await using var broker = await TestBroker.StartAsync();
        await using var bystander = await RawClient.ConnectAsync(broker.Address, "bystander");
        var chance = new Random(5);
        for (var i = 0; i < 100; i++)
        {
            await using var client = i % 2 == 0 ? await RawClient.OpenAsync(broker.Address) : await RawClient.ConnectAsync(broker.Address, "c");
            var noise = new byte[200];
            chance.NextBytes(noise);
            await client.SendRawAsync(Convert.ToHexString(noise));
        }
        await bystander.NothingMoreAsync();
    }

    [Fact]
    public async Task Stop_TellsTheClientsAndFreesThePort()
    {
        var broker = await TestBroker.StartAsync();
        await using var client = await RawClient.ConnectAsync(broker.Address, "c");
        await broker.DisposeAsync();
        (await client.ExpectAsync<DisconnectPacket>()).ReasonCode.ShouldBe(MqttReasonCode.ServerShuttingDown);
        await using var next = await TestBroker.StartAsync(port: broker.Address.Port);
        await using var again = await RawClient.ConnectAsync(next.Address, "c");
        again.Answer.ReasonCode.ShouldBe(MqttReasonCode.Success);
    }

    [Fact]
    public async Task Start_OnATakenPort_SaysSo()
    {
        await using var broker = await TestBroker.StartAsync();
        await Should.ThrowAsync<System.Net.Sockets.SocketException>(TestBroker.StartAsync(port: broker.Address.Port));
    }

    [Fact]
    public async Task Brokers_InOneProcess_AreSeparate()
    {
        await using var one = await TestBroker.StartAsync();
        await using var other = await TestBroker.StartAsync();
        await using var listener = await RawClient.ConnectAsync(one.Address, "c");
        await listener.SubscribeAsync(Filter("a"));
        await using var publisher = await RawClient.ConnectAsync(other.Address, "c");
        (await publisher.PublishAsync("a")).ShouldBe(MqttReasonCode.NoMatchingSubscribers);
        await listener.NothingMoreAsync();
    }
}
