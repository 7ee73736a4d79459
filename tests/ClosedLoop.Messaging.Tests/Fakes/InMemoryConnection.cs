using ClosedLoop.Mqtt;

namespace ClosedLoop.Messaging.Tests;

/// <summary>One client of the broker in memory; the test cuts and restores its connection.</summary>
internal sealed class InMemoryConnection(InMemoryBroker broker, MqttConnectionOptions options) : IMqttConnection
{
    private readonly List<(string Filter, Func<MqttMessage, ValueTask> Handler)> _subscriptions = [];
    private TaskCompletionSource _connected = new();
    private MqttMessage? _will;
    private long _connects;

    public MqttConnectionOptions Options => options;

    public bool IsConnected { get; private set; }

    public bool IsDisposed { get; private set; }

    public async ValueTask Connect()
    {
        _connects++;
        _will = options.Will?.Invoke(_connects);
        IsConnected = true;
        foreach (var (filter, handler) in _subscriptions.ToArray())
        {
            await Replay(filter, handler);
        }

        await (options.OnConnected?.Invoke(_connects) ?? ValueTask.CompletedTask);
        _connected.TrySetResult();
    }

    /// <summary>The connection breaks: the broker publishes the will.</summary>
    public async ValueTask Cut()
    {
        IsConnected = false;
        _connected = new();
        if (_will is not null)
        {
            await broker.Deliver(_will);
        }
    }

    public IEnumerable<Func<MqttMessage, ValueTask>> HandlersOf(string topic) =>
        _subscriptions.Where(s => TopicFilter.Matches(s.Filter, topic)).Select(s => s.Handler);

    public async ValueTask<MqttPublishOutcome> PublishAsync(MqttMessage message, CancellationToken cancellationToken = default)
    {
        if (!IsConnected)
        {
            await _connected.Task.WaitAsync(cancellationToken);
        }

        return await broker.Deliver(message);
    }

    public async ValueTask SubscribeAsync(MqttSubscription subscription, Func<MqttMessage, ValueTask> onMessage, CancellationToken cancellationToken = default)
    {
        _subscriptions.Add((subscription.Filter, onMessage));
        if (IsConnected)
        {
            await Replay(subscription.Filter, onMessage);
        }
        else
        {
            await _connected.Task.WaitAsync(cancellationToken);
        }
    }

    public ValueTask UnsubscribeAsync(string topicFilter, CancellationToken cancellationToken = default)
    {
        _subscriptions.RemoveAll(s => s.Filter == topicFilter);
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync()
    {
        IsConnected = false;
        IsDisposed = true;
        return ValueTask.CompletedTask;
    }

    private async ValueTask Replay(string filter, Func<MqttMessage, ValueTask> handler)
    {
        foreach (var message in broker.RetainedFor(filter))
        {
            await handler(message);
        }
    }
}
