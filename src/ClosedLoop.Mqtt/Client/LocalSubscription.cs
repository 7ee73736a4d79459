namespace ClosedLoop.Mqtt;

/// <summary>One topic filter of this connection and everyone who wants its messages.</summary>
internal sealed class LocalSubscription(string filter, uint identifier)
{
    public string Filter { get; } = filter;

    public uint Identifier { get; } = identifier;

    /// <summary>The highest that any of the handlers asked for.</summary>
    public MqttQos Qos { get; set; }

    /// <summary>Whether the broker's present session holds it.</summary>
    public bool Granted { get; set; }

    /// <summary>Replaced, never changed: who has read it may go through it without a lock.</summary>
    public IReadOnlyList<SubscriptionHandler> Handlers { get; set; } = [];
}
