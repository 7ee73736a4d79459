namespace ClosedLoop.Mqtt;

/// <summary>The last retained message of each topic.</summary>
internal sealed class RetainedMessages(TimeProvider time, MqttBrokerOptions options)
{
    private readonly Dictionary<string, StoredMessage> _byTopic = new(StringComparer.Ordinal);
    private long _bytes;

    /// <summary>Keeps a message, or clears the topic if it is empty; false if there are too many, or too large ones.</summary>
    public bool Set(StoredMessage message)
    {
        var topic = message.Packet.Topic;
        if (message.Packet.Payload.IsEmpty)
        {
            Remove(topic);
            return true;
        }

        var before = _byTopic.GetValueOrDefault(topic);
        var growth = message.Packet.Payload.Length - (before?.Packet.Payload.Length ?? 0);
        if ((before is null && _byTopic.Count >= options.MaximumRetained) || _bytes + growth > options.MaximumRetainedBytes)
        {
            return false;
        }

        _byTopic[topic] = message;
        _bytes += growth;
        return true;
    }

    public IEnumerable<StoredMessage> Matching(string filter)
    {
        if (!filter.AsSpan().ContainsAny('+', '#'))
        {
            return _byTopic.TryGetValue(filter, out var one) && one.SecondsLeft(time) != 0 ? [one] : [];
        }

        return _byTopic.Values.Where(m => TopicFilter.Matches(filter, m.Packet.Topic) && m.SecondsLeft(time) != 0).OrderBy(m => m.ArrivedAt);
    }

    public void RemoveExpired()
    {
        foreach (var (topic, _) in _byTopic.Where(pair => pair.Value.SecondsLeft(time) == 0).ToList())
        {
            Remove(topic);
        }
    }

    private void Remove(string topic)
    {
        if (_byTopic.Remove(topic, out var gone))
        {
            _bytes -= gone.Packet.Payload.Length;
        }
    }
}
