using System.Text;

namespace ClosedLoop.Mqtt.Tests;

/// <summary>What the standard asks of a client, against a broker that follows a script.</summary>
public sealed class ClientNorms : IAsyncDisposable
{
    private readonly ScriptedBroker _broker = new();
    private readonly Inbox<MqttConnectionEvent> _events = new();
    private MqttTcpConnection? _client;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static MqttConnectionOptions Options => new() { ClientId = "c", KeepAlive = TimeSpan.Zero };

    [Fact]
    public async Task Client_BeginsWithConnectAndPublishesNothingBeforeItsAnswer()
    {
        _client = Connect.To(_broker.Address, Options, _events);
        var publishing = _client.PublishAsync(Text.Message("t", "1"), Token);
        var hello = await _broker.AcceptAsync();
        (hello.ClientId, hello.Will, hello.UserName, hello.Password.HasValue).ShouldBe(("c", null, null, false));
        var first = await _broker.ExpectAsync<PublishPacket>();
        (first.Duplicate, first.PacketId == 0, first.TopicAlias).ShouldBe((false, false, null));
        _broker.Send(new PubAckPacket(first.PacketId));
        (await publishing.Soon()).ShouldBe(MqttPublishOutcome.Accepted);
    }

    [Theory]
    [InlineData(10, null)]
    [InlineData(100_000, 10)]
    public async Task Client_ThatHasNothingToSay_PingsWithinTheKeepAliveThatHolds(int own, int? ofTheServer)
    {
        var time = new ManualTime();
        _client = Connect.To(_broker.Address, Options with { KeepAlive = TimeSpan.FromSeconds(own) }, _events, time);
        await _broker.AcceptAsync(new ConnAckPacket(false, MqttReasonCode.Success) { ServerKeepAlive = (ushort?)ofTheServer });
        await _events.NextAsync(e => e.Kind == MqttConnectionEventKind.Connected);
        var ping = _broker.ExpectAsync<PingReqPacket>();
        for (var seconds = 0; seconds < 40 && !ping.IsCompleted; seconds++)
        {
            time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        await ping;
    }

    [Fact]
    public async Task Qos0_HasNoIdentifierNoDuplicateAndNoRepetition()
    {
        _client = Connect.To(_broker.Address, Options, _events);
        await _broker.AcceptAsync();
        await _client.PublishAsync(Text.Message("t", "0") with { Qos = MqttQos.AtMostOnce }, Token).Soon();
        var got = await _broker.ExpectAsync<PublishPacket>();
        (got.Qos, got.PacketId, got.Duplicate).ShouldBe(((byte)0, (ushort)0, false));
        _broker.Cut();
        await _events.NextAsync(e => e.Kind == MqttConnectionEventKind.Disconnected);
        await _broker.AcceptAsync(new ConnAckPacket(true, MqttReasonCode.Success));
        var next = _client.PublishAsync(Text.Message("t", "1"), Token);
        var second = await _broker.ExpectAsync<PublishPacket>();
        Encoding.UTF8.GetString(second.Payload.Span).ShouldBe("1", "nothing was sent again");
        _broker.Send(new PubAckPacket(second.PacketId));
        await next.Soon();
    }

    [Fact]
    public async Task Identifiers_InUse_AreDifferentAlsoBetweenPublishAndSubscribe()
    {
        _client = Connect.To(_broker.Address, Options, _events);
        await _broker.AcceptAsync();
        var ids = new List<ushort>();
        for (var i = 0; i < 3; i++)
        {
            _ = _client.PublishAsync(Text.Message("t", "x"), Token).AsTask();
            ids.Add((await _broker.ExpectAsync<PublishPacket>()).PacketId);
            _ = _client.SubscribeAsync($"s/{i}", MqttQos.AtLeastOnce, _ => default, Token).AsTask();
            ids.Add((await _broker.ExpectAsync<SubscribePacket>()).PacketId);
        }

        ids.Distinct().Count().ShouldBe(6);
        ids.ShouldNotContain((ushort)0);
    }

    [Fact]
    public async Task Acknowledgements_LeaveInTheOrderOfTheMessages_AlsoOfThoseThatNobodyWants()
    {
        _client = Connect.To(_broker.Address, Options, _events);
        var subscribing = _client.SubscribeAsync("t", MqttQos.AtLeastOnce, _ => default, Token);
        await _broker.AcceptAsync();
        var request = await _broker.ExpectAsync<SubscribePacket>();
        request.Requests.ShouldNotBeEmpty();
        _broker.Send(new SubAckPacket(request.PacketId, [MqttReasonCode.GrantedQos1]));
        await subscribing.Soon();
        (string Topic, ushort Id)[] sent = [("t", 9), ("unwanted", 3), ("t", 7), ("t", 9)];
        foreach (var (topic, id) in sent)
        {
            _broker.Send(new PublishPacket(topic, default) { Qos = 1, PacketId = id });
        }

        foreach (var (_, id) in sent)
        {
            (await _broker.ExpectAsync<PubAckPacket>()).PacketId.ShouldBe(id);
        }
    }

    [Theory]
    [InlineData("34 06 00 01 74 00 01 00", MqttReasonCode.ProtocolError, "QoS 2")]
    [InlineData("30 07 00 01 74 03 23 00 01", MqttReasonCode.TopicAliasInvalid, "a topic alias that was not offered")]
    [InlineData("30 FF FF FF 7F", MqttReasonCode.PacketTooLarge, "a packet that is too large")]
    [InlineData("30 04 00 01 2B 00", MqttReasonCode.TopicNameInvalid, "a wildcard")]
    [InlineData("30 05 00 02 C3 28 00", MqttReasonCode.MalformedPacket, "no UTF-8")]
    [InlineData("36 06 00 01 74 00 01 00", MqttReasonCode.MalformedPacket, "QoS 3")]
    [InlineData("41 02 00 01", MqttReasonCode.MalformedPacket, "wrong flags")]
    [InlineData("20 03 00 00 00", MqttReasonCode.ProtocolError, "a second CONNACK")]
    [InlineData("C0 00", MqttReasonCode.ProtocolError, "PINGREQ")]
    [InlineData("F0 02 18 00", MqttReasonCode.ProtocolError, "AUTH")]
    [InlineData("90 04 00 63 00 00", MqttReasonCode.ProtocolError, "an answer to nothing")]
    public async Task Broker_ThatBreaksARule_IsToldAndLeft(string hex, MqttReasonCode expected, string why)
    {
        _client = Connect.To(_broker.Address, Options, _events);
        await _broker.AcceptAsync();
        await _events.NextAsync(e => e.Kind == MqttConnectionEventKind.Connected);
        await _broker.SendRawAsync(hex);
        (await _broker.ExpectAsync<DisconnectPacket>()).ReasonCode.ShouldBe(expected, why);
        await _broker.ClosedAsync();
    }

    [Fact]
    public async Task SessionThatWasToBeForgotten_AndIsPresent_EndsTheConnection()
    {
        _client = Connect.To(_broker.Address, Options with { CleanStart = true }, _events);
        await _broker.AcceptAsync(new ConnAckPacket(true, MqttReasonCode.Success));
        (await _events.NextAsync()).Cause.ShouldBeOfType<MqttProtocolException>().ReasonCode.ShouldBe(MqttReasonCode.ProtocolError);
        await _broker.ClosedAsync();
    }

    [Theory]
    [InlineData("20 03 02 00 00", MqttReasonCode.ProtocolError, "reserved flags")]
    [InlineData("21 03 00 00 00", MqttReasonCode.MalformedPacket, "reserved bits of the header")]
    [InlineData("20 03 00 03 00", MqttReasonCode.MalformedPacket, "a reason code that does not exist")]
    [InlineData("D0 00", MqttReasonCode.ProtocolError, "something else")]
    [InlineData("F0 02 18 00", MqttReasonCode.ProtocolError, "AUTH without a method")]
    public async Task Answer_ThatBreaksARule_IsNotTaken(string hex, MqttReasonCode expected, string why)
    {
        _client = Connect.To(_broker.Address, Options, _events);
        await _broker.AcceptRawAsync(hex);
        var failed = await _events.NextAsync();
        failed.Kind.ShouldBe(MqttConnectionEventKind.ConnectFailed);
        failed.Cause.ShouldBeOfType<MqttProtocolException>().ReasonCode.ShouldBe(expected, why);
        await _broker.ClosedAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_client is not null)
        {
            await _client.AbortAsync().Soon();
        }

        await _broker.DisposeAsync();
    }
}
