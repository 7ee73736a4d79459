using System.Collections;

namespace ClosedLoop.Mqtt;

/// <summary>Publishes in the order in which they are to be sent. Not safe for several threads.</summary>
internal sealed class PublishQueue : IEnumerable<PendingPublish>
{
    private readonly Queue<PendingPublish> _publishes = new();
    private long _bytes;

    public int Count => _publishes.Count;

    public PendingPublish Peek() => _publishes.Peek();

    public void Enqueue(PendingPublish publish)
    {
        _publishes.Enqueue(publish);
        _bytes += publish.Message.Payload.Length;
    }

    public PendingPublish Dequeue()
    {
        var publish = _publishes.Dequeue();
        _bytes -= publish.Message.Payload.Length;
        return publish;
    }

    /// <summary>Appends unless the limits are reached; what callers gave up does not count.</summary>
    public bool TryEnqueue(PendingPublish publish, int most, long mostBytes)
    {
        while (_publishes.TryPeek(out var oldest) && oldest.IsAbandoned)
        {
            Dequeue();
        }

        if (IsFull())
        {
            DropAbandoned();
        }

        if (IsFull())
        {
            return false;
        }

        Enqueue(publish);
        return true;

        bool IsFull() => Count >= most || (Count > 0 && _bytes + publish.Message.Payload.Length > mostBytes);
    }

    public void DropAbandoned()
    {
        for (var left = Count; left > 0; left--)
        {
            var publish = Dequeue();
            if (!publish.IsAbandoned)
            {
                Enqueue(publish);
            }
        }
    }

    public void Clear()
    {
        _publishes.Clear();
        _bytes = 0;
    }

    public IEnumerator<PendingPublish> GetEnumerator() => _publishes.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
