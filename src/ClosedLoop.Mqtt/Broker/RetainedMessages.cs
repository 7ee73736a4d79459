namespace ClosedLoop.Mqtt;

/// <summary>The last retained message of each topic.</summary>
internal sealed class RetainedMessages(TimeProvider time, int limit)
{
    private readonly Dictionary<string, StoredMessage> _byTopic = new(StringComparer.Ordinal);

    /// <summary>Keeps a message, or clears the topic if it is empty; false if there are too many.</summary>
    public bool Set(StoredMessage message)
    {
        var topic = message.Packet.Topic;
        if (message.Packet.Payload.IsEmpty)
        {
            _byTopic.Remove(topic);
        }
        else if (_byTopic.Count < limit || _byTopic.ContainsKey(topic))
        {
            _byTopic[topic] = message;
        }
        else
        {
            return false;
        }

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
            _byTopic.Remove(topic);
        }
    }
}
