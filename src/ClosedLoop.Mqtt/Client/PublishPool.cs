using System.Diagnostics.CodeAnalysis;

namespace ClosedLoop.Mqtt;

/// <summary>Publishes that are over, to be used again. Grows with the largest window that was ever under way, up to a limit.</summary>
internal sealed class PublishPool
{
    private const int Most = 16_384;
    private readonly Lock _gate = new();
    private readonly Stack<PendingPublish> _free = new();

    public PendingPublish Take(MqttMessage message, long queuedAt, bool isGreeting)
    {
        if (!TryTake(out var publish))
        {
            return new PendingPublish(this) { Message = message, QueuedAt = queuedAt, IsGreeting = isGreeting };
        }

        (publish.Message, publish.QueuedAt, publish.IsGreeting) = (message, queuedAt, isGreeting);
        return publish;
    }

    public void Return(PendingPublish publish)
    {
        lock (_gate)
        {
            if (_free.Count < Most)
            {
                _free.Push(publish);
            }
        }
    }

    private bool TryTake([NotNullWhen(true)] out PendingPublish? publish)
    {
        lock (_gate)
        {
            return _free.TryPop(out publish);
        }
    }
}
