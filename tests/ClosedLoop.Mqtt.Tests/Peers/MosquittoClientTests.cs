namespace ClosedLoop.Mqtt.Tests;

/// <summary>The mosquitto command-line clients against our broker.</summary>
public sealed class MosquittoClientTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Publisher_WithEverySetting_ReachesOurClientUnchanged()
    {
        await using var broker = await TestBroker.StartAsync();
        var (subscriber, inbox) = await broker.SubscribeAsync("a/#");
        await using var publisher = MosquittoProcess.StartClient(
            "mosquitto_pub", broker.Address, "-q", "1", "-t", "a/b", "-m", "hello",
            "-D", "publish", "user-property", "k", "v", "-D", "publish", "user-property", "k", "w", "-D", "publish", "response-topic", "r",
            "-D", "publish", "correlation-data", "42", "-D", "publish", "content-type", "text/plain", "-D", "publish", "message-expiry-interval", "60");
        (await publisher.ExitAsync()).ShouldBe(0);
        var got = await inbox.NextAsync();
        (got.Topic, got.Content(), got.ResponseTopic, got.ContentType, got.Expiry).ShouldBe(("a/b", "hello", "r", "text/plain", TimeSpan.FromSeconds(60)));
        got.CorrelationData.ToArray().ShouldBe("42"u8.ToArray());
        got.UserProperties.ShouldBe([new("k", "v"), new("k", "w")]);
        await subscriber.DisposeAsync();
    }

    [Fact]
    public async Task Subscriber_GetsWhatOurClientPublishes()
    {
        await using var broker = await TestBroker.StartAsync();
        await using var subscriber = await MosquittoProcess.StartSubscriberAsync(broker.Address, "%t|%p|%q|%r|%R|%D|%C|%E|%P", "-q", "1", "-t", "a/+", "-t", "#");
        await using var publisher = broker.Open();
        await publisher.PublishAsync(
            Text.Message("a/b", "hello") with
            {
                ResponseTopic = "r",
                CorrelationData = "42"u8.ToArray(),
                ContentType = "text/plain",
                Expiry = TimeSpan.FromSeconds(60),
                UserProperties = [new("k", "v")],
            },
            Token).Soon();
        await publisher.PublishAsync(Text.Message("end", ""), Token).Soon();
        (await subscriber.NextMessageAsync()).ShouldBe("a/b|hello|1|0|r|42|text/plain|60|k:v");
        (await subscriber.NextMessageAsync()).ShouldStartWith("end|", Case.Sensitive, "overlapping filters give one copy");
    }

    [Fact]
    public async Task Retained_SetAndClearedByMosquitto()
    {
        await using var broker = await TestBroker.StartAsync();
        foreach (var arguments in new string[][] { ["-t", "s/1", "-m", "one", "-r"], ["-t", "s/2", "-m", "two", "-r"], ["-t", "s/1", "-n", "-r"] })
        {
            await using var publisher = MosquittoProcess.StartClient("mosquitto_pub", broker.Address, ["-q", "1", .. arguments]);
            (await publisher.ExitAsync()).ShouldBe(0);
        }
        await using var subscriber = await MosquittoProcess.StartSubscriberAsync(broker.Address, "%t|%p|%r", "-q", "1", "-t", "s/+");
        (await subscriber.NextMessageAsync()).ShouldBe("s/2|two|1");
    }

    [Fact]
    public async Task Will_OfAKilledSubscriber_IsPublished()
    {
        await using var broker = await TestBroker.StartAsync();
        var (watcher, inbox) = await broker.SubscribeAsync("will");
        var dying = await MosquittoProcess.StartSubscriberAsync(broker.Address, "%p", "-t", "x", "--will-topic", "will", "--will-payload", "gone", "--will-qos", "1");
        await dying.DisposeAsync();
        (await inbox.NextAsync()).Content().ShouldBe("gone");
        await watcher.DisposeAsync();
    }

    [Fact]
    public async Task Session_OfAKilledSubscriber_KeepsItsMessages()
    {
        await using var broker = await TestBroker.StartAsync();
        string[] session = ["-i", "sub", "-c", "-x", "3600", "-q", "1", "-t", "x"];
        var before = await MosquittoProcess.StartSubscriberAsync(broker.Address, "%p", session);
        await before.DisposeAsync();
        await broker.Events.NextAsync(e => e is { ClientId: "sub", Kind: MqttBrokerEventKind.ConnectionLost });
        await using var publisher = broker.Open();
        for (var i = 0; i < 3; i++)
        {
            (await publisher.PublishAsync(Text.Message("x", $"{i}"), Token).Soon()).ShouldBe(MqttPublishOutcome.Accepted);
        }

        await using var after = MosquittoProcess.StartClient("mosquitto_sub", broker.Address, ["-F", "got %p", .. session]);
        for (var i = 0; i < 3; i++)
        {
            (await after.NextMessageAsync()).ShouldBe($"{i}");
        }
    }

    [Fact]
    public async Task Request_IsAnsweredByOurClient()
    {
        await using var broker = await TestBroker.StartAsync();
        await using var responder = broker.Open();
        await responder.SubscribeAsync(
            "ask", MqttQos.AtLeastOnce,
            async m => await responder.PublishAsync(Text.Message(m.ResponseTopic!, m.Content() + " to you") with { CorrelationData = m.CorrelationData }, Token), Token).Soon();
        await using var asking = MosquittoProcess.StartClient("mosquitto_rr", broker.Address, "-q", "1", "-t", "ask", "-e", "answer", "-m", "good day");
        (await asking.ExitAsync()).ShouldBe(0);
        (await asking.Lines.NextAsync()).ShouldBe("good day to you");
    }

    [Fact]
    public async Task ManyMessages_ThroughMosquittoClients_AllArriveInOrder()
    {
        await using var broker = await TestBroker.StartAsync();
        await using var subscriber = await MosquittoProcess.StartSubscriberAsync(broker.Address, "%p", "-q", "1", "-t", "x");
        await using var publisher = broker.Open();
        var outcomes = Enumerable.Range(0, 2_000).Select(i => publisher.PublishAsync(Text.Message("x", $"{i}"), Token).AsTask()).ToList();
        await Task.WhenAll(outcomes).Soon();
        for (var i = 0; i < 2_000; i++)
        {
            (await subscriber.NextMessageAsync()).ShouldBe($"{i}");
        }
    }

    [Fact]
    public async Task Clients_OfVersion311_PublishRetainResumeAndLeaveAWill()
    {
        await using var broker = await TestBroker.StartAsync();
        string[] old = ["-V", "mqttv311", "-q", "1"];
        await using var keeper = MosquittoProcess.StartClient("mosquitto_pub", broker.Address, [.. old, "-t", "s/1", "-m", "kept", "-r"]);
        (await keeper.ExitAsync()).ShouldBe(0);
        string[] session = [.. old, "-i", "sub", "-c", "-t", "s/+"];
        var dying = await MosquittoProcess.StartSubscriberAsync(broker.Address, "%t|%p|%r", [.. session, "--will-topic", "s/will", "--will-payload", "gone", "--will-qos", "1"]);
        (await dying.NextMessageAsync()).ShouldBe("s/1|kept|1");
        await dying.DisposeAsync();
        await broker.Events.NextAsync(e => e is { ClientId: "sub", Kind: MqttBrokerEventKind.ConnectionLost });
        await using var publisher = broker.Open();
        await publisher.PublishAsync(Text.Message("s/2", "from 5") with { UserProperties = [new("k", "v")], ContentType = "text/plain" }, Token).Soon();
        await using var again = MosquittoProcess.StartClient("mosquitto_sub", broker.Address, ["-F", "got %t|%p|%r", .. session]);
        (await again.NextMessageAsync()).ShouldBe("s/will|gone|0", "the session was there when its own will was published");
        (await again.NextMessageAsync()).ShouldBe("s/2|from 5|0");
    }
}
