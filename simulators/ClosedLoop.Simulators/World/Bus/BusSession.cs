using ClosedLoop.Mqtt;

namespace ClosedLoop.Simulators;

/// <summary>What the broker remembers of a client.</summary>
internal sealed class BusSession(string clientId)
{
    /// <summary>Messages kept for one client; a broker drops further ones, as mosquitto does by default.</summary>
    private const int QueueLimit = 1000;

    public string ClientId { get; } = clientId;

    /// <summary>Filter → what was asked for.</summary>
    public Dictionary<string, MqttSubscription> Subscriptions { get; } = new(StringComparer.Ordinal);

    /// <summary>QoS 1 messages that the client has not acknowledged, in order.</summary>
    public List<BusDelivery> Pending { get; } = [];

    public BusLink? Link { get; set; }

    public TimeSpan Expiry { get; set; }

    public DateTimeOffset DisconnectedAt { get; set; }

    public bool IsExpired(DateTimeOffset now) => Link is null && now - DisconnectedAt >= Expiry;

    /// <summary>A will that is not published if the client is back in time.</summary>
    public MqttMessage? WaitingWill { get; set; }

    /// <summary>The subscriptions that a message of a client is delivered for.</summary>
    public IReadOnlyList<MqttSubscription> Matching(string topic, string from)
    {
        List<MqttSubscription>? found = null;
        foreach (var subscription in Subscriptions.Values)
        {
            if (TopicFilter.Matches(subscription.Filter, topic) && !(subscription.NoLocal && from == ClientId))
            {
                (found ??= []).Add(subscription);
            }
        }

        return found ?? (IReadOnlyList<MqttSubscription>)[];
    }

    public bool TryKeep(BusDelivery delivery)
    {
        if (Pending.Count >= QueueLimit)
        {
            return false;
        }

        Pending.Add(delivery);
        return true;
    }
}
