using ClosedLoop.Mqtt;

namespace ClosedLoop.Simulators;

/// <summary>A connection on which messages fare as a scenario says: where they arrive they are lost, doubled, late or out of order.</summary>
internal sealed class FaultyConnection(IMqttConnection inner, FaultPlan plan, FaultSite site, TimeProvider time) : IMqttConnection
{
    private readonly Lock _gate = new();
    private DateTimeOffset _last;

    public bool IsConnected => inner.IsConnected && plan.CutOffFor(site) == TimeSpan.Zero;

    public async ValueTask<MqttPublishOutcome> PublishAsync(MqttMessage message, CancellationToken cancellationToken = default)
    {
        if (plan.CutOffFor(site) is var wait && wait > TimeSpan.Zero)
        {
            await Task.Delay(wait, time, cancellationToken);
        }

        return await inner.PublishAsync(message, cancellationToken);
    }

    public ValueTask SubscribeAsync(MqttSubscription subscription, Func<MqttMessage, ValueTask> onMessage, CancellationToken cancellationToken = default) =>
        inner.SubscribeAsync(subscription, message => ArriveAsync(message, onMessage), cancellationToken);

    public ValueTask UnsubscribeAsync(string topicFilter, CancellationToken cancellationToken = default) =>
        inner.UnsubscribeAsync(topicFilter, cancellationToken);

    public ValueTask DisposeAsync() => inner.DisposeAsync();

    /// <summary>Publishes something by and by.</summary>
    public void PublishLater(MqttMessage message, TimeSpan late) => _ = LaterAsync(late, async () => await inner.PublishAsync(message));

    private async ValueTask ArriveAsync(MqttMessage message, Func<MqttMessage, ValueTask> onMessage)
    {
        var fate = plan.OfMessage(site, message.Topic);
        var late = Lateness(fate);
        for (var copy = 0; copy < fate.Copies; copy++)
        {
            if (late > TimeSpan.Zero)
            {
                _ = LaterAsync(late, async () => await onMessage(message));
            }
            else
            {
                await onMessage(message);
            }
        }
    }

    private TimeSpan Lateness(MessageFate fate)
    {
        lock (_gate)
        {
            var now = time.GetUtcNow();
            var late = plan.CutOffFor(site) + fate.Late;
            if (!fate.InOrder && fate.Late > TimeSpan.Zero)
            {
                return late;
            }

            // What was late keeps its place: a later message does not overtake it.
            _last = now + late > _last ? now + late : _last;
            return _last - now;
        }
    }

    private async Task LaterAsync(TimeSpan late, Func<Task> act)
    {
        await Task.Delay(late, time);
        try
        {
            await act();
        }
        catch (Exception error) when (error is ObjectDisposedException or OperationCanceledException)
        {
            // Who was to hear it has gone meanwhile.
        }
    }
}
