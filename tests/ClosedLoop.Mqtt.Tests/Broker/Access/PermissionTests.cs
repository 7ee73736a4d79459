using System.Text;

namespace ClosedLoop.Mqtt.Tests;

/// <summary>What a client that is let in may do, packet by packet.</summary>
public sealed class PermissionTests
{
    private const string Acl = """
        user writer
        topic write a/#
        user reader
        topic read a/open
        topic read b
        """;

    private static SubscriptionRequest Filter(string filter) => new(filter) { MaximumQos = 1 };

    [Fact]
    public async Task Publish_NotAllowed_IsRefusedInMqtt5AndAcknowledgedIn311_AndGoesNowhere()
    {
        using var files = new AccessFiles().WithUsers("writer", "reader").WithAcl(Acl);
        await using var broker = await StartAsync(files);
        await using var reader = await RawClient.ConnectAsync(broker.Address, AccessFiles.Hello("reader"));
        await reader.SubscribeAsync(Filter("b"));
        await using var writer = await RawClient.ConnectAsync(broker.Address, AccessFiles.Hello("writer"));
        (await writer.PublishAsync("b", retain: true)).ShouldBe(MqttReasonCode.NotAuthorized);
        writer.Send(new PublishPacket("b", default));
        await writer.NothingMoreAsync();
        (await broker.Events.NextAsync(e => e.Kind == MqttBrokerEventKind.PublishRefused)).Detail.ShouldBe("writer may not publish to b");
        await using var older = await RawClient.ConnectAsync(broker.Address, AccessFiles.Hello("writer", clientId: "old", version: MqttVersion.V311));
        (await older.PublishAsync("b")).ShouldBe(MqttReasonCode.Success);
        await reader.NothingMoreAsync();
        (await writer.PublishAsync("a/open")).ShouldBe(MqttReasonCode.NoMatchingSubscribers);
    }

    [Fact]
    public async Task Subscribe_NotAllowed_IsRefusedInBothVersions()
    {
        using var files = new AccessFiles().WithUsers("writer", "reader").WithAcl(Acl);
        await using var broker = await StartAsync(files);
        await using var reader = await RawClient.ConnectAsync(broker.Address, AccessFiles.Hello("reader"));
        reader.Send(new SubscribePacket(1, [Filter("a/closed"), Filter("a/#"), Filter("$share/g/c"), Filter("$share/g/b")]));
        (await reader.ExpectAsync<SubAckPacket>()).ReasonCodes.ShouldBe(
            [MqttReasonCode.NotAuthorized, MqttReasonCode.GrantedQos1, MqttReasonCode.NotAuthorized, MqttReasonCode.GrantedQos1]);
        (await broker.Events.NextAsync(e => e.Kind == MqttBrokerEventKind.SubscriptionRefused)).Detail.ShouldContain("a/closed");
        await using var older = await RawClient.ConnectAsync(broker.Address, AccessFiles.Hello("reader", clientId: "old", version: MqttVersion.V311));
        (await older.SubscribeAsync(Filter("a/closed"))).ReasonCodes.ShouldBe([MqttReasonCode.UnspecifiedError]);
    }

    [Fact]
    public async Task Delivery_OfAWideSubscription_IsOnlyWhatMayBeRead_LiveRetainedAndShared()
    {
        using var files = new AccessFiles().WithUsers("writer", "reader").WithAcl(Acl);
        await using var broker = await StartAsync(files);
        await using var writer = await RawClient.ConnectAsync(broker.Address, AccessFiles.Hello("writer"));
        await writer.PublishAsync("a/closed", "kept closed", retain: true);
        await writer.PublishAsync("a/open", "kept open", retain: true);
        await using var reader = await RawClient.ConnectAsync(broker.Address, AccessFiles.Hello("reader"));
        await reader.SubscribeAsync(Filter("#"));
        (await ContentAsync(reader)).ShouldBe("kept open");
        (await writer.PublishAsync("a/closed", "live closed")).ShouldBe(MqttReasonCode.NoMatchingSubscribers);
        (await writer.PublishAsync("a/open", "live open")).ShouldBe(MqttReasonCode.Success);
        (await ContentAsync(reader)).ShouldBe("live open");
        reader.Send(new UnsubscribePacket(2, ["#"]));
        await reader.ExpectAsync<UnsubAckPacket>();
        await reader.SubscribeAsync(Filter("$share/g/#"));
        (await writer.PublishAsync("a/closed", "shared closed")).ShouldBe(MqttReasonCode.NoMatchingSubscribers);
        await writer.PublishAsync("a/open", "shared open");
        (await ContentAsync(reader)).ShouldBe("shared open");
        await reader.NothingMoreAsync();
    }

    [Theory]
    [InlineData(MqttVersion.V5)]
    [InlineData(MqttVersion.V311)]
    public async Task Will_NotAllowed_IsRefusedAtConnect(MqttVersion version)
    {
        using var files = new AccessFiles().WithUsers("writer").WithAcl(Acl);
        await using var broker = await StartAsync(files);
        foreach (var (topic, expected) in new[] { ("b", MqttReasonCode.NotAuthorized), ("a/x", MqttReasonCode.Success) })
        {
            await using var client = await RawClient.ConnectAsync(
                broker.Address, AccessFiles.Hello("writer", version: version) with { Will = new WillMessage(topic, default) });
            client.Answer.ReasonCode.ShouldBe(expected);
        }
    }

    [Fact]
    public async Task Name_WithoutAPasswordFile_ProvesNothing()
    {
        using var files = new AccessFiles().WithAcl("topic read public\nuser writer\ntopic a/#\n");
        await using var broker = await TestBroker.StartAsync(options: new MqttBrokerOptions { AclFile = files.AclFile });
        await using var client = await RawClient.ConnectAsync(broker.Address, AccessFiles.Hello("writer"));
        (await client.PublishAsync("a/x")).ShouldBe(MqttReasonCode.NotAuthorized);
        (await client.SubscribeAsync(Filter("public"))).ReasonCodes.ShouldBe([MqttReasonCode.GrantedQos1]);
    }

    private static Task<TestBroker> StartAsync(AccessFiles files) => TestBroker.StartAsync(
        options: new MqttBrokerOptions { PasswordFile = files.PasswordFile, AclFile = files.AclFile, FailedLoginDelay = TimeSpan.Zero });

    private static async Task<string> ContentAsync(RawClient client)
    {
        var got = await client.ExpectAsync<PublishPacket>();
        client.Send(new PubAckPacket(got.PacketId));
        return Encoding.UTF8.GetString(got.Payload.Span);
    }
}
