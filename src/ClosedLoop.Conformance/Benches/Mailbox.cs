using ClosedLoop.Messaging;
using ClosedLoop.Mqtt;

namespace ClosedLoop.Conformance;

/// <summary>Everything that was heard, in order, and a way to wait for more. Messages are put in from any thread, one reader waits.</summary>
internal sealed class Mailbox(LabTopics topics, TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly List<Heard> _heard = [];
    private TaskCompletionSource _changed = NewSignal();

    /// <summary>How much was heard: a place to listen from.</summary>
    public int Mark
    {
        get
        {
            lock (_gate)
            {
                return _heard.Count;
            }
        }
    }

    public IReadOnlyList<Heard> Since(int mark)
    {
        lock (_gate)
        {
            return [.. _heard.Skip(mark)];
        }
    }

    /// <summary>The newest readable message of a kind, or null.</summary>
    public T? Newest<T>()
        where T : class
    {
        lock (_gate)
        {
            return _heard.LastOrDefault(heard => heard.Content is T)?.Content as T;
        }
    }

    public ValueTask PutAsync(MqttMessage message)
    {
        if (topics.TryParse(message.Topic, out var topic))
        {
            lock (_gate)
            {
                _heard.Add(Heard.Of(topic, message));
            }

            Wake();
        }

        return ValueTask.CompletedTask;
    }

    /// <summary>What is looked for among all that was heard since a mark, as soon as it is there; null when it does not come in time.</summary>
    public async Task<T?> SeenAsync<T>(int mark, Func<IReadOnlyList<Heard>, T?> look, TimeSpan patience, CancellationToken cancellationToken)
        where T : class
    {
        // Not by the clock: a timer may fire a little before the time that a timestamp shows.
        var over = false;
        using var timer = time.CreateTimer(
            _ =>
            {
                Volatile.Write(ref over, true);
                Wake();
            },
            null,
            patience,
            Timeout.InfiniteTimeSpan);
        using var registration = cancellationToken.Register(Wake);
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var last = Volatile.Read(ref over);
            Task changed;
            IReadOnlyList<Heard> heard;
            lock (_gate)
            {
                changed = _changed.Task;
                heard = [.. _heard.Skip(mark)];
            }

            if (look(heard) is { } seen)
            {
                return seen;
            }

            if (last)
            {
                return null;
            }

            await changed;
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private void Wake()
    {
        TaskCompletionSource changed;
        lock (_gate)
        {
            (changed, _changed) = (_changed, NewSignal());
        }

        changed.SetResult();
    }
}
