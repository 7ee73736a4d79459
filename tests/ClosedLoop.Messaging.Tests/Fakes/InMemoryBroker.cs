using ClosedLoop.Mqtt;

namespace ClosedLoop.Messaging.Tests;

/// <summary>A broker in memory: retained messages, wildcards, wills, and 0x10 for topics without a subscriber. Everything happens in the caller's turn.</summary>
internal sealed class InMemoryBroker : IMqttConnector
{
    private readonly Dictionary<string, MqttMessage> _retained = [];
    private readonly List<InMemoryConnection> _connections = [];

    /// <summary>Whether connections connect as soon as they are opened.</summary>
    public bool Up { get; set; } = true;

    /// <summary>Topics that are refused with a reason code of 0x80 or higher.</summary>
    public Func<string, bool> Refuses { get; set; } = _ => false;

    /// <summary>What publishing to a topic throws, or null.</summary>
    public Func<string, Exception?> Throws { get; set; } = _ => null;

    /// <summary>Every message that was published, wills included, in order.</summary>
    public List<MqttMessage> Published { get; } = [];

    public IReadOnlyList<InMemoryConnection> Connections => _connections;

    public IMqttConnection Open(MqttConnectionOptions options)
    {
        var connection = new InMemoryConnection(this, options);
        _connections.Add(connection);
        if (Up)
        {
            connection.Connect().AsTask().IsCompletedSuccessfully.ShouldBeTrue();
        }

        return connection;
    }

    public InMemoryConnection Client(string part) => _connections.Single(c => c.Options.ClientId.Contains(part, StringComparison.Ordinal));

    public MqttMessage? Retained(string topic) => _retained.GetValueOrDefault(topic);

    public IEnumerable<MqttMessage> On(string topic) => Published.Where(m => m.Topic == topic);

    public async ValueTask<MqttPublishOutcome> Deliver(MqttMessage message)
    {
        if (Throws(message.Topic) is { } exception)
        {
            throw exception;
        }

        if (Refuses(message.Topic))
        {
            return MqttPublishOutcome.Refused;
        }

        Published.Add(message);
        if (message.Retain && message.Payload.IsEmpty)
        {
            _retained.Remove(message.Topic);
        }
        else if (message.Retain)
        {
            _retained[message.Topic] = message;
        }

        var handlers = _connections.Where(c => c.IsConnected).SelectMany(c => c.HandlersOf(message.Topic)).ToArray();
        foreach (var handler in handlers)
        {
            await handler(message with { Retain = false });
        }

        return handlers.Length > 0 ? MqttPublishOutcome.Accepted : MqttPublishOutcome.NoMatchingSubscribers;
    }

    public IEnumerable<MqttMessage> RetainedFor(string filter) => _retained.Values.Where(m => TopicFilter.Matches(filter, m.Topic)).ToArray();
}
