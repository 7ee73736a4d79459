using System.Text;

namespace ClosedLoop.Mqtt.Tests;

/// <summary>What the client sends, packet by packet, to a broker that follows a script.</summary>
public sealed class ClientProtocolTests : IAsyncDisposable
{
    private readonly ScriptedBroker _broker = new();
    private readonly Inbox<MqttConnectionEvent> _events = new();
    private readonly List<MqttTcpConnection> _clients = [];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static MqttConnectionOptions Options => new() { ClientId = "c", KeepAlive = TimeSpan.FromSeconds(30), SessionExpiry = TimeSpan.FromSeconds(100) };

    [Fact]
    public async Task Connect_SaysWhatTheOptionsSay()
    {
        var client = Open(Options with { CleanStart = true, Will = n => Text.Message("w", $"{n}") with { Retain = true } });
        var hello = await _broker.AcceptAsync();
        (hello.ClientId, hello.CleanStart, hello.KeepAlive, hello.SessionExpiryInterval).ShouldBe(("c", true, (ushort)30, 100u));
        (hello.Will!.Topic, hello.Will.Retain, hello.Will.Qos, Encoding.UTF8.GetString(hello.Will.Payload.Span)).ShouldBe(("w", true, (byte)1, "1"));
        await _events.NextAsync(e => e.Kind == MqttConnectionEventKind.Connected);
        _broker.Cut();
        var again = await _broker.AcceptAsync();
        (again.CleanStart, Encoding.UTF8.GetString(again.Will!.Payload.Span)).ShouldBe((false, "2"));
    }

    [Fact]
    public async Task Connect_Refused_IsReportedWithTheReasonAndTriedAgain()
    {
        var client = Open(Options);
        await _broker.AcceptAsync(new ConnAckPacket(false, MqttReasonCode.NotAuthorized) { ReasonString = "who are you" });
        var failed = await _events.NextAsync();
        failed.Kind.ShouldBe(MqttConnectionEventKind.ConnectFailed);
        failed.Cause.ShouldBeOfType<MqttProtocolException>().ReasonCode.ShouldBe(MqttReasonCode.NotAuthorized);
        failed.Detail.ShouldContain("who are you");
        await _broker.AcceptAsync();
        (await _events.NextAsync()).Kind.ShouldBe(MqttConnectionEventKind.Connected);
    }

    [Fact]
    public async Task Publish_MoreThanTheBrokerTakes_WaitsForAcknowledgements()
    {
        var client = Open(Options);
        await _broker.AcceptAsync(new ConnAckPacket(false, MqttReasonCode.Success) { ReceiveMaximum = 2 });
        var outcomes = Enumerable.Range(0, 4).Select(i => client.PublishAsync(Text.Message("t", $"{i}"), Token).AsTask()).ToList();
        var first = await _broker.ExpectAsync<PublishPacket>();
        var second = await _broker.ExpectAsync<PublishPacket>();
        // A subscription is not limited by the window, so it overtakes the third message, which is.
        var subscribing = client.SubscribeAsync("s", MqttQos.AtLeastOnce, _ => default, Token);
        var request = await _broker.ExpectAsync<SubscribePacket>();
        _broker.Send(new SubAckPacket(request.PacketId, [MqttReasonCode.GrantedQos1]));
        await subscribing.Soon();
        _broker.Send(new PubAckPacket(second.PacketId, MqttReasonCode.NoMatchingSubscribers));
        var third = await _broker.ExpectAsync<PublishPacket>();
        _broker.Send(new PubAckPacket(first.PacketId));
        var fourth = await _broker.ExpectAsync<PublishPacket>();
        _broker.Send(new PubAckPacket(third.PacketId, MqttReasonCode.NotAuthorized));
        _broker.Send(new PubAckPacket(fourth.PacketId));
        (await Task.WhenAll(outcomes).Soon()).ShouldBe(
            [MqttPublishOutcome.Accepted, MqttPublishOutcome.NoMatchingSubscribers, MqttPublishOutcome.Refused, MqttPublishOutcome.Accepted]);
        var refused = await _events.NextAsync(e => e.Kind == MqttConnectionEventKind.PublishRefused);
        refused.Detail.ShouldContain("Message on t refused: The broker refuses the message (NotAuthorized, 0x87)");
        new[] { first, second, third, fourth }.Select(p => Encoding.UTF8.GetString(p.Payload.Span)).ShouldBe(["0", "1", "2", "3"]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Reconnect_ResendsTheUnacknowledgedInOrderBeforeTheNew(bool sessionPresent)
    {
        var client = Open(Options);
        await _broker.AcceptAsync();
        var outcomes = Enumerable.Range(0, 4).Select(i => client.PublishAsync(Text.Message("t", $"{i}"), Token).AsTask()).ToList();
        var sent = new List<PublishPacket>();
        for (var i = 0; i < 4; i++)
        {
            sent.Add(await _broker.ExpectAsync<PublishPacket>());
        }

        _broker.Send(new PubAckPacket(sent[1].PacketId));
        await outcomes[1].Soon();
        _broker.Cut();
        await _events.NextAsync(e => e.Kind == MqttConnectionEventKind.Disconnected);
        outcomes.Add(client.PublishAsync(Text.Message("t", "4"), Token).AsTask());
        await _broker.AcceptAsync(new ConnAckPacket(sessionPresent, MqttReasonCode.Success));
        foreach (var i in new[] { 0, 2, 3, 4 })
        {
            var packet = await _broker.ExpectAsync<PublishPacket>();
            Encoding.UTF8.GetString(packet.Payload.Span).ShouldBe($"{i}");
            packet.Duplicate.ShouldBe(sessionPresent && i < 4, "only what the session may know already is a duplicate");
            if (i < 4)
            {
                packet.PacketId.ShouldBe(sent[i].PacketId);
            }

            _broker.Send(new PubAckPacket(packet.PacketId));
        }
        (await Task.WhenAll(outcomes).Soon()).ShouldAllBe(o => o == MqttPublishOutcome.Accepted);
    }

    [Theory]
    [InlineData(4, true)]
    [InlineData(6, false)]
    public async Task Reconnect_WhatTheBrokerMayNotHaveSaved_IsSentOnceMoreAsNew(int secondsBeforeTheLoss, bool again)
    {
        var time = new ManualTime();
        var how = new MqttTcpConnectorOptions { BrokerSavesWithin = TimeSpan.FromSeconds(5) };
        var client = Connect.To(_broker.Address, Options with { KeepAlive = TimeSpan.Zero }, _events, time, how);
        _clients.Add(client);
        await _broker.AcceptAsync();
        var acknowledged = client.PublishAsync(Text.Message("t", "acknowledged"), Token);
        _broker.Send(new PubAckPacket((await _broker.ExpectAsync<PublishPacket>()).PacketId));
        (await acknowledged.Soon()).ShouldBe(MqttPublishOutcome.Accepted);
        time.Advance(TimeSpan.FromSeconds(secondsBeforeTheLoss));
        var open = client.PublishAsync(Text.Message("t", "open"), Token);
        await _broker.ExpectAsync<PublishPacket>();
        _broker.Cut();
        await _events.NextAsync(e => e.Kind == MqttConnectionEventKind.Disconnected);

        // Time goes on only until the client calls, else it would give up its own handshake.
        while (!_broker.IsCalled)
        {
            time.Advance(TimeSpan.FromMilliseconds(10));
            await Task.Yield();
        }

        await _broker.AcceptAsync(new ConnAckPacket(true, MqttReasonCode.Success));
        (string, bool)[] expected = again ? [("acknowledged", false), ("open", true)] : [("open", true)];
        foreach (var (content, duplicate) in expected)
        {
            var packet = await _broker.ExpectAsync<PublishPacket>();
            (Encoding.UTF8.GetString(packet.Payload.Span), packet.Duplicate).ShouldBe((content, duplicate));
            _broker.Send(new PubAckPacket(packet.PacketId));
        }

        (await open.Soon()).ShouldBe(MqttPublishOutcome.Accepted);
    }

    [Fact]
    public async Task Handler_Outcome_DecidesTheAcknowledgement()
    {
        var client = Open(Options);
        var subscribing = client.SubscribeAsync("t", MqttQos.AtLeastOnce, m => m.Content() == "bad" ? throw new InvalidOperationException() : default, Token);
        await _broker.AcceptAsync();
        var request = await _broker.ExpectAsync<SubscribePacket>();
        _broker.Send(new SubAckPacket(request.PacketId, [MqttReasonCode.GrantedQos1]));
        await subscribing.Soon();
        foreach (var (content, expected) in new[] { ("good", MqttReasonCode.Success), ("bad", MqttReasonCode.ImplementationSpecificError) })
        {
            _broker.Send(new PublishPacket("t", Encoding.UTF8.GetBytes(content)) { Qos = 1, PacketId = 5, SubscriptionIdentifiers = [request.SubscriptionIdentifier!.Value] });
            (await _broker.ExpectAsync<PubAckPacket>()).ReasonCode.ShouldBe(expected);
        }
    }

    [Fact]
    public async Task Broker_WithoutSubscriptionIdentifiers_IsRoutedByTopic()
    {
        var client = Open(Options);
        var inbox = new Inbox<string>();
        var subscribing = client.SubscribeAsync("t/+", MqttQos.AtLeastOnce, m => inbox.AddAsync(m.Topic), Token);
        await _broker.AcceptAsync(new ConnAckPacket(false, MqttReasonCode.Success) { SubscriptionIdentifiersAvailable = false });
        var request = await _broker.ExpectAsync<SubscribePacket>();
        request.SubscriptionIdentifier.ShouldBeNull();
        _broker.Send(new SubAckPacket(request.PacketId, [MqttReasonCode.GrantedQos1]));
        await subscribing.Soon();
        _broker.Send(new PublishPacket("t/1", default));
        (await inbox.NextAsync()).ShouldBe("t/1");
    }

    [Fact]
    public async Task Broker_ThatBreaksTheProtocol_IsToldAndLeft()
    {
        var client = Open(Options);
        await _broker.AcceptAsync();
        _broker.Send(new SubAckPacket(77, [MqttReasonCode.Success]));
        (await _broker.ExpectAsync<DisconnectPacket>()).ReasonCode.ShouldBe(MqttReasonCode.ProtocolError);
        await _events.NextAsync(e => e.Kind == MqttConnectionEventKind.Disconnected);
        await _broker.AcceptAsync();
        await _events.NextAsync(e => e.Kind == MqttConnectionEventKind.Connected);
    }

    [Fact]
    public async Task Broker_WithFewerFeatures_MakesWhatNeedsThemFail()
    {
        var client = Open(Options);
        await _broker.AcceptAsync(new ConnAckPacket(false, MqttReasonCode.Success) { MaximumQos = 0, RetainAvailable = false });
        (await Should.ThrowAsync<MqttProtocolException>(client.PublishAsync(Text.Message("t", "1"), Token).Soon())).ReasonCode.ShouldBe(MqttReasonCode.QosNotSupported);
        var retained = Text.Message("t", "1") with { Qos = MqttQos.AtMostOnce, Retain = true };
        (await Should.ThrowAsync<MqttProtocolException>(client.PublishAsync(retained, Token).Soon())).ReasonCode.ShouldBe(MqttReasonCode.RetainNotSupported);
        (await client.PublishAsync(retained with { Retain = false }, Token).Soon()).ShouldBe(MqttPublishOutcome.Accepted);
        (await _broker.ExpectAsync<PublishPacket>()).Qos.ShouldBe((byte)0);
    }

    [Fact]
    public async Task Dispose_SaysGoodbyeAfterWhatWasWritten()
    {
        var client = Open(Options);
        await _broker.AcceptAsync();
        await client.PublishAsync(Text.Message("t", "last") with { Qos = MqttQos.AtMostOnce }, Token).Soon();
        var closing = client.DisposeAsync();
        await _broker.ExpectAsync<PublishPacket>();
        (await _broker.ExpectAsync<DisconnectPacket>()).ReasonCode.ShouldBe(MqttReasonCode.Success);
        _broker.Cut();
        await closing.Soon();
        (await _events.NextAsync(e => e.Kind == MqttConnectionEventKind.Closed)).Detail.ShouldBe("Closed");
    }

    [Fact]
    public async Task Expiry_WhileWaiting_CountsAndEndsIt()
    {
        var time = new ManualTime();
        var client = Open(Options with { KeepAlive = TimeSpan.Zero }, time);
        var expiring = client.PublishAsync(Text.Message("t", "short") with { Expiry = TimeSpan.FromSeconds(5) }, Token).AsTask();
        var lasting = client.PublishAsync(Text.Message("t", "long") with { Expiry = TimeSpan.FromSeconds(60) }, Token).AsTask();
        // Still within the limit for connecting.
        time.Advance(TimeSpan.FromSeconds(8));
        await _broker.AcceptAsync();
        (await expiring.Soon()).ShouldBe(MqttPublishOutcome.Expired);
        var packet = await _broker.ExpectAsync<PublishPacket>();
        (Encoding.UTF8.GetString(packet.Payload.Span), packet.MessageExpiryInterval).ShouldBe(("long", 52u));
        _broker.Send(new PubAckPacket(packet.PacketId));
        (await lasting.Soon()).ShouldBe(MqttPublishOutcome.Accepted);
    }

    public async ValueTask DisposeAsync()
    {
        // The script does not answer a goodbye, so there is none.
        foreach (var client in _clients)
        {
            await client.AbortAsync().Soon();
        }

        await _broker.DisposeAsync();
    }

    private MqttTcpConnection Open(MqttConnectionOptions options, TimeProvider? time = null)
    {
        _clients.Add(Connect.To(_broker.Address, options, _events, time));
        return _clients[^1];
    }
}
