namespace ClosedLoop.Mqtt.Tests;

public sealed class SessionTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Session_ResumedByARestartedProgram_DeliversWhatCameMeanwhileEvenBeforeItSubscribes()
    {
        await using var broker = await TestBroker.StartAsync();
        var options = new MqttConnectionOptions { ClientId = "c", SessionExpiry = TimeSpan.FromHours(1) };
        var before = broker.Open(options);
        await before.SubscribeAsync("a", MqttQos.AtLeastOnce, _ => default, Token).Soon();
        await before.SubscribeAsync("b", MqttQos.AtLeastOnce, _ => default, Token).Soon();
        await before.DisposeAsync();
        await using var publisher = broker.Open();
        (await publisher.PublishAsync(Text.Message("a", "1"), Token).Soon()).ShouldBe(MqttPublishOutcome.Accepted, "a session waits for its client");
        (await publisher.PublishAsync(Text.Message("b", "2"), Token).Soon()).ShouldBe(MqttPublishOutcome.Accepted);
        (await publisher.PublishAsync(Text.Message("a", "3"), Token).Soon()).ShouldBe(MqttPublishOutcome.Accepted);

        var events = new Inbox<MqttConnectionEvent>();
        await using var after = broker.Open(options, events);
        (await events.NextAsync(e => e.Kind == MqttConnectionEventKind.Connected)).SessionPresent.ShouldBeTrue();
        var inbox = new Inbox<string>();
        await after.SubscribeAsync("a", MqttQos.AtLeastOnce, m => inbox.AddAsync(m.Content()), Token).Soon();
        (await inbox.NextAsync()).ShouldBe("1");
        (await inbox.NextAsync()).ShouldBe("3");
        await after.SubscribeAsync("b", MqttQos.AtLeastOnce, m => inbox.AddAsync(m.Content()), Token).Soon();
        (await inbox.NextAsync()).ShouldBe("2");
    }

    [Fact]
    public async Task Session_MessagesThatNobodyClaims_AreAcknowledgedAndReportedAfterTheHold()
    {
        await using var broker = await TestBroker.StartAsync();
        var options = new MqttConnectionOptions { ClientId = "c" };
        var before = broker.Open(options);
        await before.SubscribeAsync("a", MqttQos.AtLeastOnce, _ => default, Token).Soon();
        await before.DisposeAsync();
        await using var publisher = broker.Open();
        await publisher.PublishAsync(Text.Message("a", "1"), Token).Soon();
        var events = new Inbox<MqttConnectionEvent>();
        await using var after = new MqttTcpConnector(broker.Address, TimeProvider.System, new MqttTcpConnectorOptions
        {
            UnclaimedHold = TimeSpan.FromMilliseconds(30),
            OnEvent = events.Add,
        }).Open(options);
        (await events.NextAsync(e => e.Kind == MqttConnectionEventKind.MessageUnclaimed)).Detail.ShouldContain("a");
    }

    [Fact]
    public async Task CleanStart_ForgetsTheEarlierSessionButReconnectsResume()
    {
        await using var broker = await TestBroker.StartAsync();
        var options = new MqttConnectionOptions { ClientId = "c", CleanStart = true };
        var before = broker.Open(options);
        await before.SubscribeAsync("a", MqttQos.AtLeastOnce, _ => default, Token).Soon();
        await before.DisposeAsync();
        await using var proxy = new CuttingProxy(broker.Address);
        var events = new Inbox<MqttConnectionEvent>();
        await using var after = broker.Open(options, events, proxy.Address);
        (await events.NextAsync(e => e.Kind == MqttConnectionEventKind.Connected)).SessionPresent.ShouldBeFalse();
        await using var publisher = broker.Open();
        (await publisher.PublishAsync(Text.Message("a", "1"), Token).Soon()).ShouldBe(MqttPublishOutcome.NoMatchingSubscribers);
        proxy.CutAll();
        (await events.NextAsync(e => e.Kind == MqttConnectionEventKind.Connected)).SessionPresent.ShouldBeTrue();
    }
}
