using System.Text;

namespace ClosedLoop.Mqtt.Tests;

/// <summary>What the client says of itself, and how it lives with what a broker says that it does not do.</summary>
public sealed class ClientLimitsTests : IAsyncDisposable
{
    private readonly ScriptedBroker _broker = new();
    private readonly Inbox<MqttConnectionEvent> _events = new();
    private MqttTcpConnection? _client;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static MqttConnectionOptions Options => new() { ClientId = "c" };

    [Fact]
    public async Task Connect_WithCredentialsAndWillDelay_SaysThem()
    {
        var who = new MqttCredentials("alice") { Password = "secret" };
        var how = new MqttTcpConnectorOptions { Credentials = who, MaximumPacketSize = 5_000, ReceiveMaximum = 7 };
        Open(Options with { Will = _ => Text.Message("w", "x"), WillDelay = TimeSpan.FromSeconds(20) }, how);

        var hello = await _broker.AcceptAsync();

        (hello.UserName, Encoding.UTF8.GetString(hello.Password!.Value.Span), hello.Will!.DelayInterval).ShouldBe(("alice", "secret", 20u));
        (hello.MaximumPacketSize, hello.ReceiveMaximum, hello.TopicAliasMaximum ?? 0).ShouldBe((5_000u, (ushort)7, (ushort)0));
        $"{how}".ShouldNotContain("secret");
    }

    [Fact]
    public async Task Subscribe_WithOptions_SaysThem()
    {
        var client = Open(Options);
        await _broker.AcceptAsync();
        var wanted = new MqttSubscription("t")
        {
            Qos = MqttQos.AtMostOnce,
            NoLocal = true,
            RetainAsPublished = true,
            RetainHandling = RetainHandling.OnlyIfNew,
        };
        _ = client.SubscribeAsync(wanted, _ => default, Token).AsTask();

        (await _broker.ExpectAsync<SubscribePacket>()).Requests.ShouldBe(
            [new SubscriptionRequest("t") { MaximumQos = 0, NoLocal = true, RetainAsPublished = true, RetainHandling = RetainHandling.OnlyIfNew }]);
    }

    [Fact]
    public async Task Unsubscribe_ConnectionLostBeforeTheAnswer_IsSaidAgainWhileTheSessionLives()
    {
        var client = Open(Options);
        var subscribing = client.SubscribeAsync("t", MqttQos.AtLeastOnce, _ => default, Token);
        await _broker.AcceptAsync();
        _broker.Send(new SubAckPacket((await _broker.ExpectAsync<SubscribePacket>()).PacketId, [MqttReasonCode.GrantedQos1]));
        await subscribing.Soon();
        var ending = client.UnsubscribeAsync("t", Token);
        (await _broker.ExpectAsync<UnsubscribePacket>()).Filters.ShouldBe(["t"]);
        _broker.Cut();
        await ending.Soon();

        await _broker.AcceptAsync(new ConnAckPacket(true, MqttReasonCode.Success));
        var again = await _broker.ExpectAsync<UnsubscribePacket>();
        _broker.Send(new UnsubAckPacket(again.PacketId, [MqttReasonCode.Success]));
        await _events.NextAsync(e => e is { Kind: MqttConnectionEventKind.Connected, Connects: 2 });
        _broker.Cut();

        await _broker.AcceptAsync(new ConnAckPacket(true, MqttReasonCode.Success));
        await _events.NextAsync(e => e is { Kind: MqttConnectionEventKind.Connected, Connects: 3 });
        _ = client.PublishAsync(Text.Message("t", "x"), Token).AsTask();
        await _broker.ExpectAsync<PublishPacket>();
    }

    [Theory]
    [InlineData("$share/g/t", MqttReasonCode.SharedSubscriptionsNotSupported)]
    [InlineData("t/#", MqttReasonCode.WildcardSubscriptionsNotSupported)]
    public async Task Subscribe_WhatTheBrokerHasNot_IsRefusedWithoutAsking(string filter, MqttReasonCode reason)
    {
        var client = Open(Options);
        await _broker.AcceptAsync(
            new ConnAckPacket(false, MqttReasonCode.Success) { SharedSubscriptionAvailable = false, WildcardSubscriptionAvailable = false });

        var refused = await Should.ThrowAsync<MqttProtocolException>(client.SubscribeAsync(filter, MqttQos.AtLeastOnce, _ => default, Token).Soon());
        refused.ReasonCode.ShouldBe(reason);

        _ = client.SubscribeAsync("plain", MqttQos.AtLeastOnce, _ => default, Token).AsTask();
        (await _broker.ExpectAsync<SubscribePacket>()).Requests[0].Filter.ShouldBe("plain");
    }

    [Fact]
    public async Task Subscribe_Shared_MessagesFindTheirHandlerByTheInnerFilter()
    {
        var client = Open(Options);
        var heard = new Inbox<string>();
        var subscribing = client.SubscribeAsync("$share/g/work/+", MqttQos.AtLeastOnce, m => heard.AddAsync(m.Topic), Token);
        await _broker.AcceptAsync();
        var request = await _broker.ExpectAsync<SubscribePacket>();
        _broker.Send(new SubAckPacket(request.PacketId, [MqttReasonCode.GrantedQos1]));
        await subscribing.Soon();

        _broker.Send(new PublishPacket("work/1", default) { SubscriptionIdentifiers = [request.SubscriptionIdentifier!.Value] });
        _broker.Send(new PublishPacket("work/2", default));

        ((await heard.NextAsync()), (await heard.NextAsync())).ShouldBe(("work/1", "work/2"));
    }

    [Fact]
    public async Task Publish_LongerThanTheBrokerTakes_NamesBothSizesAndKeepsTheConnection()
    {
        var client = Open(Options);
        await _broker.AcceptAsync(new ConnAckPacket(false, MqttReasonCode.Success) { MaximumPacketSize = 100 });

        var refused = await Should.ThrowAsync<MqttProtocolException>(client.PublishAsync(new MqttMessage("topic", new byte[200]), Token).Soon());

        refused.ReasonCode.ShouldBe(MqttReasonCode.PacketTooLarge);
        refused.Message.ShouldContain("topic has 213 bytes on the wire, and the broker accepts 100");
        _ = client.PublishAsync(new MqttMessage("topic", new byte[80]), Token).AsTask();
        (await _broker.ExpectAsync<PublishPacket>()).Payload.Length.ShouldBe(80);
    }

    [Fact]
    public async Task Publish_BeingResentToABrokerThatTakesLess_FailsAloneAndFreesItsPlace()
    {
        var client = Open(Options);
        await _broker.AcceptAsync();
        var large = client.PublishAsync(new MqttMessage("t", new byte[200]), Token).AsTask();
        var retained = client.PublishAsync(Text.Message("t", "x") with { Retain = true }, Token).AsTask();
        await _broker.ExpectAsync<PublishPacket>();
        await _broker.ExpectAsync<PublishPacket>();
        _broker.Cut();

        await _broker.AcceptAsync(new ConnAckPacket(true, MqttReasonCode.Success) { MaximumPacketSize = 100, RetainAvailable = false, ReceiveMaximum = 1 });

        (await Should.ThrowAsync<MqttProtocolException>(large.Soon())).ReasonCode.ShouldBe(MqttReasonCode.PacketTooLarge);
        (await Should.ThrowAsync<MqttProtocolException>(retained.Soon())).ReasonCode.ShouldBe(MqttReasonCode.RetainNotSupported);
        var small = client.PublishAsync(Text.Message("t", "small"), Token).AsTask();
        _broker.Send(new PubAckPacket((await _broker.ExpectAsync<PublishPacket>()).PacketId));
        (await small.Soon()).ShouldBe(MqttPublishOutcome.Accepted);
    }

    [Fact]
    public async Task Publish_SentAndNeverAcknowledged_TimesOutAfterTheFullTime()
    {
        var time = new ManualTime();
        var client = Open(Options with { KeepAlive = TimeSpan.Zero, PublishTimeout = TimeSpan.FromSeconds(60) }, time: time);
        await _broker.AcceptAsync();
        var first = client.PublishAsync(Text.Message("t", "1") with { Expiry = TimeSpan.FromSeconds(10) }, Token).AsTask();
        await _broker.ExpectAsync<PublishPacket>();
        time.Advance(TimeSpan.FromSeconds(30));
        var second = client.PublishAsync(Text.Message("t", "2"), Token).AsTask();
        await _broker.ExpectAsync<PublishPacket>();

        time.Advance(TimeSpan.FromSeconds(29.9));
        (first.IsCompleted, second.IsCompleted).ShouldBe((false, false), "what was sent waits for its acknowledgement, whatever its expiry");
        time.Advance(TimeSpan.FromSeconds(0.2));
        (await first.Soon()).ShouldBe(MqttPublishOutcome.TimedOut);
        time.Advance(TimeSpan.FromSeconds(29.8));
        second.IsCompleted.ShouldBeFalse();
        time.Advance(TimeSpan.FromSeconds(0.2));
        (await second.Soon()).ShouldBe(MqttPublishOutcome.TimedOut);
    }

    [Fact]
    public async Task Disconnect_SessionTakenOver_BacksOffFarAndAsksForAPerson()
    {
        Open(Options);
        await _broker.AcceptAsync();
        await _events.NextAsync(e => e.Kind == MqttConnectionEventKind.Connected);

        _broker.Send(new DisconnectPacket(MqttReasonCode.SessionTakenOver));

        var lost = await _events.NextAsync();
        (lost.Kind, lost.NeedsPerson).ShouldBe((MqttConnectionEventKind.Disconnected, true));
        lost.Detail.ShouldContain("Another client connected with the id 'c'");
        lost.NextAttempt!.Value.ShouldBeGreaterThanOrEqualTo(TimeSpan.FromMilliseconds(50), "the longest wait here is 100 ms, shortened by at most a half");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task ServerReference_IsToldAndNotFollowed(bool atConnect)
    {
        Open(Options);
        if (atConnect)
        {
            await _broker.AcceptAsync(new ConnAckPacket(false, MqttReasonCode.UseAnotherServer) { ServerReference = "other:1883" });
        }
        else
        {
            await _broker.AcceptAsync();
            _broker.Send(new DisconnectPacket(MqttReasonCode.ServerMoved) { ServerReference = "other:1883" });
        }

        var lost = await _events.NextAsync(e => e.Kind != MqttConnectionEventKind.Connected);
        lost.Detail.ShouldContain("it names another server, other:1883, which is not followed");
        await _broker.AcceptAsync();
    }

    [Fact]
    public async Task ServerKeepAlive_ReplacesOurs()
    {
        var time = new ManualTime();
        Open(Options with { KeepAlive = TimeSpan.FromMinutes(10) }, time: time);
        await _broker.AcceptAsync(new ConnAckPacket(false, MqttReasonCode.Success) { ServerKeepAlive = 4 });
        await _events.NextAsync(e => e.Kind == MqttConnectionEventKind.Connected);

        time.Advance(TimeSpan.FromSeconds(4));

        await _broker.ExpectAsync<PingReqPacket>();
    }

    public async ValueTask DisposeAsync()
    {
        if (_client is not null)
        {
            await _client.AbortAsync().Soon();
        }

        await _broker.DisposeAsync();
    }

    private MqttTcpConnection Open(MqttConnectionOptions options, MqttTcpConnectorOptions? how = null, TimeProvider? time = null) =>
        _client = Connect.To(_broker.Address, options, _events, time, how);
}
