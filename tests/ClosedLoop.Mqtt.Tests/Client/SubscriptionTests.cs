namespace ClosedLoop.Mqtt.Tests;

public sealed class SubscriptionTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Handlers_OverlappingFilters_EachGetsItsMessagesOnce()
    {
        await using var broker = await TestBroker.StartAsync();
        await using var client = broker.Open();
        var (all, some, exact, twice) = (new Inbox<string>(), new Inbox<string>(), new Inbox<string>(), new Inbox<string>());
        await client.SubscribeAsync("#", MqttQos.AtLeastOnce, m => all.AddAsync(m.Topic), Token).Soon();
        await client.SubscribeAsync("a/+", MqttQos.AtLeastOnce, m => some.AddAsync(m.Topic), Token).Soon();
        await client.SubscribeAsync("a/b", MqttQos.AtLeastOnce, m => exact.AddAsync(m.Topic), Token).Soon();
        await client.SubscribeAsync("a/b", MqttQos.AtMostOnce, m => twice.AddAsync(m.Topic), Token).Soon();
        foreach (var topic in new[] { "a/b", "a/c", "b", "end" })
        {
            await client.PublishAsync(Text.Message(topic, "x"), Token).Soon();
        }

        var seen = new List<string>();
        while (seen.LastOrDefault() != "end")
        {
            seen.Add(await all.NextAsync());
        }

        seen.ShouldBe(["a/b", "a/c", "b", "end"]);
        (some.Count, exact.Count, twice.Count).ShouldBe((2, 1, 1));
    }

    [Fact]
    public async Task Handler_ThatThrows_IsReportedAndStopsNothing()
    {
        await using var broker = await TestBroker.StartAsync();
        var events = new Inbox<MqttConnectionEvent>();
        await using var client = broker.Open(new MqttConnectionOptions { ClientId = "c" }, events);
        var inbox = new Inbox<string>();
        await client.SubscribeAsync("x", MqttQos.AtLeastOnce, _ => throw new InvalidOperationException("broken"), Token).Soon();
        await client.SubscribeAsync("x", MqttQos.AtLeastOnce, m => inbox.AddAsync(m.Content()), Token).Soon();
        await client.PublishAsync(Text.Message("x", "1"), Token).Soon();
        await client.PublishAsync(Text.Message("x", "2"), Token).Soon();
        (await inbox.NextAsync()).ShouldBe("1");
        (await inbox.NextAsync()).ShouldBe("2");
        (await events.NextAsync(e => e.Kind == MqttConnectionEventKind.HandlerFailed)).Cause!.Message.ShouldBe("broken");
    }

    [Fact]
    public async Task Handler_ThatPublishesAndWaits_GetsItsAcknowledgement()
    {
        await using var broker = await TestBroker.StartAsync();
        await using var client = broker.Open();
        var replies = new Inbox<string>();
        await client.SubscribeAsync("reply", MqttQos.AtLeastOnce, m => replies.AddAsync(m.Content()), Token).Soon();
        await client.SubscribeAsync("ask", MqttQos.AtLeastOnce, async m => await client.PublishAsync(Text.Message(m.ResponseTopic!, m.Content() + "!"), Token), Token).Soon();
        await client.PublishAsync(Text.Message("ask", "you") with { ResponseTopic = "reply" }, Token).Soon();
        (await replies.NextAsync()).ShouldBe("you!");
    }

    [Fact]
    public async Task Subscribe_RefusedByTheBroker_ThrowsTheReason()
    {
        await using var broker = await TestBroker.StartAsync(options: new MqttBrokerOptions { MaximumSubscriptions = 0 });
        await using var client = broker.Open();
        var refused = await Should.ThrowAsync<MqttProtocolException>(client.SubscribeAsync("a", MqttQos.AtLeastOnce, _ => default, Token).Soon());
        refused.ReasonCode.ShouldBe(MqttReasonCode.QuotaExceeded);
    }

    [Theory]
    [InlineData("a/#/b")]
    [InlineData("")]
    public async Task Subscribe_InvalidFilter_Throws(string filter)
    {
        await using var client = Connect.To(new MqttAddress("127.0.0.1", 1), new MqttConnectionOptions { ClientId = "c" });
        await Should.ThrowAsync<ArgumentException>(client.SubscribeAsync(filter, MqttQos.AtLeastOnce, _ => default, Token).AsTask());
    }

    [Fact]
    public async Task Subscribe_Cancelled_TakesTheHandlerBack()
    {
        await using var broker = await TestBroker.StartAsync();
        await using var proxy = new CuttingProxy(broker.Address) { IsClosed = true };
        await using var client = broker.Open(through: proxy.Address);
        var (withdrawn, kept) = (new Inbox<string>(), new Inbox<string>());
        using var cancel = new CancellationTokenSource();
        var subscribing = client.SubscribeAsync("x", MqttQos.AtLeastOnce, m => withdrawn.AddAsync(m.Content()), cancel.Token).AsTask();
        await cancel.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(subscribing.Soon());
        proxy.IsClosed = false;
        await client.SubscribeAsync("x", MqttQos.AtLeastOnce, m => kept.AddAsync(m.Content()), Token).Soon();
        await client.PublishAsync(Text.Message("x", "1"), Token).Soon();
        await kept.NextAsync();
        withdrawn.Count.ShouldBe(0);
    }
}
