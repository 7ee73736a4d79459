namespace ClosedLoop.Mqtt;

/// <summary>The topics that one client has given numbers to, for one connection (section 3.3.2.3.4).</summary>
internal sealed class TopicAliases
{
    /// <summary>Announced as Topic Alias Maximum. A client that reports on many topics saves little by more.</summary>
    public const ushort Maximum = 16;

    private readonly string?[] _topics = new string?[Maximum + 1];

    /// <summary>The same publish with its topic and without an alias.</summary>
    public PublishPacket Resolve(PublishPacket publish)
    {
        if (publish.TopicAlias is not { } alias)
        {
            return publish;
        }

        if (alias > Maximum)
        {
            throw new MqttProtocolException(MqttReasonCode.TopicAliasInvalid, $"Topic alias {alias}; up to {Maximum} are offered");
        }

        if (publish.Topic.Length > 0)
        {
            _topics[alias] = publish.Topic;
        }

        var topic = _topics[alias] ?? throw new MqttProtocolException(MqttReasonCode.ProtocolError, $"Topic alias {alias} has not been given");
        return publish with { Topic = topic, TopicAlias = null };
    }
}
