using System.Globalization;

namespace ClosedLoop.Mqtt.Tests;

/// <summary>Our client against the mosquitto broker.</summary>
public sealed class MosquittoBrokerTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Message_WithEverySetting_ArrivesUnchanged()
    {
        await using var broker = await MosquittoProcess.StartBrokerAsync();
        await using var client = Connect.To(broker.Address, new MqttConnectionOptions { ClientId = "c" });
        var inbox = new Inbox<MqttMessage>();
        await client.SubscribeAsync("a/+", MqttQos.AtLeastOnce, inbox.AddAsync, Token).Soon();
        var sent = Text.Message("a/b", "hello") with
        {
            ResponseTopic = "r",
            CorrelationData = new byte[] { 0, 255 },
            ContentType = "text/plain",
            Expiry = TimeSpan.FromMinutes(1),
            UserProperties = [new("k", "é"), new("k", "2")],
        };
        (await client.PublishAsync(sent, Token).Soon()).ShouldBe(MqttPublishOutcome.Accepted);
        var got = await inbox.NextAsync();
        (got.Topic, got.Content(), got.ResponseTopic, got.ContentType, got.Qos).ShouldBe(("a/b", "hello", "r", "text/plain", MqttQos.AtLeastOnce));
        got.CorrelationData.ToArray().ShouldBe([0, 255]);
        got.UserProperties.ShouldBe(sent.UserProperties);
        got.Expiry.ShouldNotBeNull().ShouldBeInRange(TimeSpan.FromSeconds(50), TimeSpan.FromSeconds(60));
    }

    [Fact]
    public async Task Publish_WithoutSubscriber_SaysSo()
    {
        await using var broker = await MosquittoProcess.StartBrokerAsync();
        await using var client = Connect.To(broker.Address, new MqttConnectionOptions { ClientId = "c" });
        (await client.PublishAsync(Text.Message("nobody", "x"), Token).Soon()).ShouldBe(MqttPublishOutcome.NoMatchingSubscribers);
    }

    [Fact]
    public async Task Handlers_OverlappingFilters_EachGetsItsMessagesOnce()
    {
        await using var broker = await MosquittoProcess.StartBrokerAsync();
        await using var client = Connect.To(broker.Address, new MqttConnectionOptions { ClientId = "c" });
        var (all, exact, twice) = (new Inbox<string>(), new Inbox<string>(), new Inbox<string>());
        await client.SubscribeAsync("a/b", MqttQos.AtLeastOnce, m => exact.AddAsync(m.Topic), Token).Soon();
        await client.SubscribeAsync("a/b", MqttQos.AtLeastOnce, m => twice.AddAsync(m.Topic), Token).Soon();
        await client.SubscribeAsync("#", MqttQos.AtLeastOnce, m => all.AddAsync(m.Topic), Token).Soon();
        foreach (var topic in new[] { "a/b", "c", "end" })
        {
            await client.PublishAsync(Text.Message(topic, "x"), Token).Soon();
        }

        var seen = new List<string>();
        while (seen.LastOrDefault() != "end")
        {
            seen.Add(await all.NextAsync());
        }

        seen.ShouldBe(["a/b", "c", "end"]);
        (exact.Count, twice.Count).ShouldBe((1, 1));
    }

    [Fact]
    public async Task Will_AfterAbortAndNotAfterGracefulClose()
    {
        await using var broker = await MosquittoProcess.StartBrokerAsync();
        await using var watcher = Connect.To(broker.Address, new MqttConnectionOptions { ClientId = "watcher" });
        var inbox = new Inbox<MqttMessage>();
        await watcher.SubscribeAsync("presence/+", MqttQos.AtLeastOnce, inbox.AddAsync, Token).Soon();
        foreach (var name in new[] { "leaving", "dying" })
        {
            var connected = new Inbox<long>();
            var client = Connect.To(broker.Address, new MqttConnectionOptions { ClientId = name, Will = n => Text.Message($"presence/{name}", $"offline {n}"), OnConnected = connected.AddAsync });
            await connected.NextAsync();
            await (name == "dying" ? client.AbortAsync() : client.DisposeAsync());
        }
        var will = await inbox.NextAsync();
        (will.Topic, will.Content()).ShouldBe(("presence/dying", "offline 1"));
    }

    [Fact]
    public async Task Retained_IsKeptAndCleared()
    {
        await using var broker = await MosquittoProcess.StartBrokerAsync();
        await using var client = Connect.To(broker.Address, new MqttConnectionOptions { ClientId = "c" });
        await client.PublishAsync(Text.Message("s/1", "one") with { Retain = true }, Token).Soon();
        await client.PublishAsync(Text.Message("s/2", "two") with { Retain = true }, Token).Soon();
        await client.PublishAsync(new MqttMessage("s/1", default) { Retain = true }, Token).Soon();
        var inbox = new Inbox<MqttMessage>();
        await client.SubscribeAsync("s/+", MqttQos.AtLeastOnce, inbox.AddAsync, Token).Soon();
        await client.PublishAsync(Text.Message("s/end", ""), Token).Soon();
        var got = await inbox.NextAsync();
        (got.Content(), got.Retain).ShouldBe(("two", true));
        (await inbox.NextAsync()).Topic.ShouldBe("s/end");
    }

    [Fact]
    public async Task TwoThousandMessages_BothSidesOverCutConnections_NoneIsLost()
    {
        await using var broker = await MosquittoProcess.StartBrokerAsync();
        await using var near = new CuttingProxy(broker.Address, Enumerable.Range(1, 12).Select(i => 400 * i));
        await using var far = new CuttingProxy(broker.Address, Enumerable.Range(1, 12).Select(i => 450 * i));
        await using var subscriber = Connect.To(far.Address, new MqttConnectionOptions { ClientId = "s" });
        await using var publisher = Connect.To(near.Address, new MqttConnectionOptions { ClientId = "p" });
        var inbox = new Inbox<MqttMessage>();
        await subscriber.SubscribeAsync("data", MqttQos.AtLeastOnce, inbox.AddAsync, Token).Soon();
        // Below mosquitto's default queue of 1,000 messages for a client that is away, in portions.
        for (var start = 0; start < 2_000; start += 500)
        {
            var outcomes = Enumerable.Range(start, 500).Select(i => publisher.PublishAsync(Text.Message("data", $"{i}"), Token).AsTask()).ToList();
            (await Task.WhenAll(outcomes).Soon()).ShouldAllBe(o => o == MqttPublishOutcome.Accepted);
            var missing = Enumerable.Range(start, 500).ToHashSet();
            while (missing.Count > 0)
            {
                missing.Remove(int.Parse((await inbox.NextAsync()).Content(), CultureInfo.InvariantCulture));
            }
        }
        (near.CutsLeft, far.CutsLeft).ShouldBe((0, 0));
    }

    [Fact]
    public async Task Session_ResumedByARestartedProgram_DeliversWhatCameMeanwhile()
    {
        await using var broker = await MosquittoProcess.StartBrokerAsync();
        var options = new MqttConnectionOptions { ClientId = "c", SessionExpiry = TimeSpan.FromHours(1) };
        var before = Connect.To(broker.Address, options);
        await before.SubscribeAsync("a", MqttQos.AtLeastOnce, _ => default, Token).Soon();
        await before.DisposeAsync();
        await using var publisher = Connect.To(broker.Address, new MqttConnectionOptions { ClientId = "p" });
        (await publisher.PublishAsync(Text.Message("a", "1"), Token).Soon()).ShouldBe(MqttPublishOutcome.Accepted);
        var events = new Inbox<MqttConnectionEvent>();
        await using var after = Connect.To(broker.Address, options, events);
        (await events.NextAsync(e => e.Kind == MqttConnectionEventKind.Connected)).SessionPresent.ShouldBeTrue();
        var inbox = new Inbox<string>();
        await after.SubscribeAsync("a", MqttQos.AtLeastOnce, m => inbox.AddAsync(m.Content()), Token).Soon();
        (await inbox.NextAsync()).ShouldBe("1");
    }

    [Fact]
    public async Task Broker_KilledAndStartedAgain_IsFoundAndSubscribedToAgain()
    {
        var first = await MosquittoProcess.StartBrokerAsync();
        var greetings = new Inbox<long>();
        await using var client = Connect.To(first.Address, new MqttConnectionOptions { ClientId = "c", OnConnected = greetings.AddAsync });
        var inbox = new Inbox<string>();
        await client.SubscribeAsync("a", MqttQos.AtLeastOnce, m => inbox.AddAsync(m.Content()), Token).Soon();
        await first.DisposeAsync();
        await using var second = await MosquittoProcess.StartBrokerAsync(first.Address.Port);
        (await client.PublishAsync(Text.Message("a", "again"), Token).Soon()).ShouldBe(MqttPublishOutcome.Accepted);
        (await inbox.NextAsync()).ShouldBe("again");
        (await greetings.NextAsync()).ShouldBe(1);
        (await greetings.NextAsync()).ShouldBe(2);
    }
}
