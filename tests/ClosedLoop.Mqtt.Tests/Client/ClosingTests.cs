namespace ClosedLoop.Mqtt.Tests;

public sealed class ClosingTests
{
    private static readonly MqttAddress Nowhere = new("127.0.0.1", 1);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Dispose_EndsEveryoneWhoWaits()
    {
        var client = Connect.To(Nowhere, new MqttConnectionOptions { ClientId = "c" });
        var publishing = client.PublishAsync(Text.Message("x", "1"), CancellationToken.None).AsTask();
        var unreliable = client.PublishAsync(Text.Message("x", "1") with { Qos = MqttQos.AtMostOnce }, Token).AsTask();
        var subscribing = client.SubscribeAsync("x", MqttQos.AtLeastOnce, _ => default, Token).AsTask();
        await client.DisposeAsync().Soon();
        await Should.ThrowAsync<ObjectDisposedException>(publishing.Soon());
        await Should.ThrowAsync<ObjectDisposedException>(unreliable.Soon());
        await Should.ThrowAsync<ObjectDisposedException>(subscribing.Soon());
        await Should.ThrowAsync<ObjectDisposedException>(client.PublishAsync(Text.Message("x", "2"), Token).Soon());
        await Should.ThrowAsync<ObjectDisposedException>(client.SubscribeAsync("x", MqttQos.AtLeastOnce, _ => default, Token).Soon());
        await client.DisposeAsync().Soon();
    }

    [Fact]
    public async Task Publish_Cancelled_StopsWaitingAndIsNotSentLater()
    {
        await using var broker = await TestBroker.StartAsync();
        var (watcher, inbox) = await broker.SubscribeAsync("x");
        await using var proxy = new CuttingProxy(broker.Address) { IsClosed = true };
        await using var client = broker.Open(through: proxy.Address);
        using var cancel = new CancellationTokenSource();
        var publishing = client.PublishAsync(Text.Message("x", "cancelled"), cancel.Token).AsTask();
        await cancel.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(publishing.Soon());
        proxy.IsClosed = false;
        await client.PublishAsync(Text.Message("x", "sent"), Token).Soon();
        (await inbox.NextAsync()).Content().ShouldBe("sent");
        await watcher.DisposeAsync();
    }

    [Fact]
    public async Task Dispose_FromInsideAHandler_DoesNotWaitForItself()
    {
        await using var broker = await TestBroker.StartAsync();
        var client = broker.Open();
        var disposed = new TaskCompletionSource();
        await client.SubscribeAsync("x", MqttQos.AtLeastOnce, async _ => { await client.DisposeAsync(); disposed.SetResult(); }, Token).Soon();
        _ = client.PublishAsync(Text.Message("x", "1"), Token).AsTask();
        await disposed.Task.Soon();
    }

    [Fact]
    public async Task Publish_FromASingleThreadedContext_DoesNotNeedItToBePumped()
    {
        await using var broker = await TestBroker.StartAsync();
        var token = Token;
        var address = broker.Address;
        // A context that never runs anything: whoever captured it would never continue.
        var outcome = await Task.Factory.StartNew(
            () =>
            {
                SynchronizationContext.SetSynchronizationContext(new NeverRuns());
                var client = Connect.To(address, new MqttConnectionOptions { ClientId = "c" });
                var done = client.SubscribeAsync("x", MqttQos.AtLeastOnce, _ => default, token).AsTask();
                var published = client.PublishAsync(Text.Message("x", "1"), token).AsTask();
                return Task.WhenAll(done, published).ContinueWith(_ => client.DisposeAsync().AsTask(), token, TaskContinuationOptions.None, TaskScheduler.Default).Unwrap()
                    .ContinueWith(_ => published.Result, token, TaskContinuationOptions.None, TaskScheduler.Default);
            },
            token, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap().Soon();
        outcome.ShouldBe(MqttPublishOutcome.Accepted);
    }

    [Fact]
    public async Task Publish_LongerThanTheBrokerTakes_FailsAloneAndBeforeItIsSent()
    {
        await using var broker = await TestBroker.StartAsync(options: new MqttBrokerOptions { MaximumPacketSize = 1_000 });
        await using var client = broker.Open();
        var tooLong = await Should.ThrowAsync<MqttProtocolException>(client.PublishAsync(new MqttMessage("x", new byte[2_000]), Token).Soon());
        tooLong.ReasonCode.ShouldBe(MqttReasonCode.PacketTooLarge);
        (await client.PublishAsync(new MqttMessage("x", new byte[500]), Token).Soon()).ShouldBe(MqttPublishOutcome.NoMatchingSubscribers);
    }

    [Fact]
    public async Task Publish_TextsThatCannotTravel_FailAlone()
    {
        await using var broker = await TestBroker.StartAsync();
        await using var client = broker.Open();
        await Should.ThrowAsync<ArgumentException>(client.PublishAsync(Text.Message("x", "1") with { ContentType = "\ud800" }, Token).Soon());
        await Should.ThrowAsync<ArgumentException>(client.PublishAsync(Text.Message("x", "1") with { UserProperties = [new("k", new string('v', 70_000))] }, Token).Soon());
        Should.Throw<ArgumentException>(() => _ = client.PublishAsync(Text.Message("x/#", "1"), Token).AsTask());
        (await client.PublishAsync(Text.Message("x", "1"), Token).Soon()).ShouldBe(MqttPublishOutcome.NoMatchingSubscribers);
    }

    private sealed class NeverRuns : SynchronizationContext
    {
        public override void Post(SendOrPostCallback d, object? state)
        {
        }

        public override void Send(SendOrPostCallback d, object? state)
        {
        }
    }
}
