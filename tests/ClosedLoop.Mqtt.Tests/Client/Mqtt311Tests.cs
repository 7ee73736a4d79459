using System.Text;

namespace ClosedLoop.Mqtt.Tests;

/// <summary>The client in MQTT 3.1.1: what travels, what is left out, what is refused.</summary>
public sealed class Mqtt311Tests : IAsyncDisposable
{
    private readonly ScriptedBroker _broker = new();
    private readonly Inbox<MqttConnectionEvent> _events = new();
    private MqttTcpConnection? _client;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static MqttConnectionOptions Options => new() { ClientId = "c" };

    [Theory]
    [InlineData(0, true)]
    [InlineData(100, false)]
    public async Task Connect_SessionExpiry_BecomesTheCleanSessionFlag(int expirySeconds, bool clean)
    {
        Open(Options with { SessionExpiry = TimeSpan.FromSeconds(expirySeconds), Will = _ => Text.Message("w", "x"), WillDelay = TimeSpan.FromSeconds(9) });

        var hello = await _broker.AcceptAsync();

        (hello.Version, hello.CleanStart, hello.Will!.Topic, hello.Will.DelayInterval).ShouldBe((MqttVersion.V311, clean, "w", null));
        await _events.NextAsync(e => e.Kind == MqttConnectionEventKind.Connected);
        _broker.Cut();
        (await _broker.AcceptAsync()).CleanStart.ShouldBe(clean);
    }

    [Fact]
    public async Task Connect_CleanStartOfASessionThatIsToLast_EndsTheOldSessionFirst()
    {
        Open(Options with { CleanStart = true, Will = _ => Text.Message("w", "x") });

        var wiping = await _broker.AcceptAsync();
        (wiping.CleanStart, wiping.Will).ShouldBe((true, null));
        await _broker.ExpectAsync<DisconnectPacket>();
        _broker.Cut();
        (await _broker.AcceptAsync()).CleanStart.ShouldBeFalse();

        await _events.NextAsync(e => e is { Kind: MqttConnectionEventKind.Connected, Connects: 1 });
        _broker.Cut();
        (await _broker.AcceptAsync()).CleanStart.ShouldBeFalse();
    }

    [Fact]
    public async Task Publish_WithWhat311CannotSay_IsSentWithoutIt()
    {
        var client = Open(Options);
        await _broker.AcceptAsync();
        var full = Text.Message("t", "x") with
        {
            Retain = true,
            ResponseTopic = "r",
            CorrelationData = new byte[] { 1 },
            ContentType = "text/plain",
            Expiry = TimeSpan.FromHours(1),
            UserProperties = [new("k", "v")],
        };

        var publishing = client.PublishAsync(full, Token);
        var sent = await _broker.ExpectAsync<PublishPacket>();
        _broker.Send(new PubAckPacket(sent.PacketId));

        (sent.Topic, Encoding.UTF8.GetString(sent.Payload.Span), sent.Retain, sent.Qos).ShouldBe(("t", "x", true, (byte)1));
        (sent.ResponseTopic, sent.CorrelationData, sent.ContentType, sent.MessageExpiryInterval).ShouldBe((null, null, null, null));
        sent.UserProperties.ShouldBeEmpty();
        (await publishing.Soon()).ShouldBe(MqttPublishOutcome.Accepted);
    }

    [Fact]
    public async Task Subscribe_RoutesByTopic_AndRefusesOptionsThatDoNotExist()
    {
        var client = Open(Options);
        var heard = new Inbox<string>();
        var subscribing = client.SubscribeAsync("t/+", MqttQos.AtLeastOnce, m => heard.AddAsync(m.Topic), Token);
        await _broker.AcceptAsync();
        var request = await _broker.ExpectAsync<SubscribePacket>();
        request.SubscriptionIdentifier.ShouldBeNull();
        _broker.Send(new SubAckPacket(request.PacketId, [MqttReasonCode.GrantedQos1]));
        await subscribing.Soon();

        _broker.Send(new PublishPacket("t/1", default) { Qos = 1, PacketId = 3 });

        (await heard.NextAsync()).ShouldBe("t/1");
        (await _broker.ExpectAsync<PubAckPacket>()).PacketId.ShouldBe((ushort)3);
        await Should.ThrowAsync<NotSupportedException>(client.SubscribeAsync(new MqttSubscription("u") { NoLocal = true }, _ => default, Token).Soon());
        var ending = client.UnsubscribeAsync("t/+", Token);
        _broker.Send(new UnsubAckPacket((await _broker.ExpectAsync<UnsubscribePacket>()).PacketId, []));
        await ending.Soon();
    }

    [Fact]
    public async Task Broker_ThatBreaksTheProtocol_IsLeftWithoutAGoodbyeThatWouldKeepTheWillBack()
    {
        Open(Options);
        await _broker.AcceptAsync();

        _broker.Send(new SubAckPacket(77, [MqttReasonCode.Success]));

        await _broker.ClosedAsync();
        await _events.NextAsync(e => e.Kind == MqttConnectionEventKind.Disconnected);
    }

    [Fact]
    public async Task Refusal_ByReturnCode_IsToldAsItsReason()
    {
        Open(Options);
        await _broker.AcceptAsync(new ConnAckPacket(false, MqttReasonCode.BadUserNameOrPassword));

        var failed = await _events.NextAsync();

        (failed.Kind, failed.NeedsPerson).ShouldBe((MqttConnectionEventKind.ConnectFailed, true));
        failed.Detail.ShouldContain("BadUserNameOrPassword");
    }

    public async ValueTask DisposeAsync()
    {
        await _client!.AbortAsync().Soon();
        await _broker.DisposeAsync();
    }

    private MqttTcpConnection Open(MqttConnectionOptions options) =>
        _client = Connect.To(_broker.Address, options, _events, how: new MqttTcpConnectorOptions { Version = MqttVersion.V311 });
}
