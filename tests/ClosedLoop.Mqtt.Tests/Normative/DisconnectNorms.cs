namespace ClosedLoop.Mqtt.Tests;

/// <summary>PINGREQ, DISCONNECT and AUTH (sections 3.12 to 3.15) at the broker.</summary>
public sealed class DisconnectNorms
{
    [Fact]
    public async Task Ping_IsAnswered()
    {
        await using var broker = await TestBroker.StartAsync();
        await using var client = await RawClient.ConnectAsync(broker.Address, "c");
        client.Send(PingReqPacket.Instance);
        await client.ExpectAsync<PingRespPacket>();
    }

    [Fact]
    public async Task Disconnect_EndsEverything_NothingBehindItIsDone()
    {
        await using var broker = await TestBroker.StartAsync();
        await using var watcher = await RawClient.ConnectAsync(broker.Address, "w");
        await watcher.SubscribeAsync(new SubscriptionRequest("#"));
        await using var client = await RawClient.ConnectAsync(broker.Address, new ConnectPacket("c") { Will = new WillMessage("will", default) });
        client.Send(new DisconnectPacket());
        client.Send(new PublishPacket("late", default));
        client.Send(PingReqPacket.Instance);
        await client.ClosedAsync();
        await watcher.NothingMoreAsync();
    }

    [Theory]
    [InlineData(MqttReasonCode.DisconnectWithWill)]
    [InlineData(MqttReasonCode.UnspecifiedError)]
    [InlineData(MqttReasonCode.MalformedPacket)]
    public async Task Disconnect_OtherThanNormal_LeavesTheWillToBePublished(MqttReasonCode reason)
    {
        await using var broker = await TestBroker.StartAsync();
        await using var watcher = await RawClient.ConnectAsync(broker.Address, "w");
        await watcher.SubscribeAsync(new SubscriptionRequest("will"));
        await using var client = await RawClient.ConnectAsync(broker.Address, new ConnectPacket("c") { Will = new WillMessage("will", default) });
        client.Send(new DisconnectPacket(reason));
        await watcher.ExpectAsync<PublishPacket>();
    }

    [Theory]
    [InlineData("E1 00", MqttReasonCode.MalformedPacket, "DISCONNECT with wrong flags")]
    [InlineData("E0 01 03", MqttReasonCode.MalformedPacket, "a reason code that does not exist")]
    [InlineData("F0 01 18", MqttReasonCode.MalformedPacket, "AUTH cut short")]
    [InlineData("F0 02 18 00", MqttReasonCode.ProtocolError, "AUTH without a method in CONNECT")]
    public async Task Packet_ThatBreaksARule_EndsItsConnectionWithTheReason(string hex, MqttReasonCode expected, string why)
    {
        await using var broker = await TestBroker.StartAsync();
        await using var client = await RawClient.ConnectAsync(broker.Address, "c");
        await client.SendRawAsync(hex);
        (await client.ExpectAsync<DisconnectPacket>()).ReasonCode.ShouldBe(expected, why);
        await client.ClosedAsync();
    }

    [Fact]
    public async Task Connection_ThatIsOpen_KeepsItsSessionHoweverShortItsExpiry()
    {
        var time = new ManualTime();
        await using var broker = await TestBroker.StartAsync(time);
        await using var client = await RawClient.ConnectAsync(broker.Address, new ConnectPacket("c") { SessionExpiryInterval = 1 });
        await client.SubscribeAsync(new SubscriptionRequest("a"));
        time.Advance(TimeSpan.FromHours(1));
        client.Send(new PublishPacket("a", default));
        await client.ExpectAsync<PublishPacket>();
    }
}
