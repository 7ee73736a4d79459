using ClosedLoop.Mqtt;

namespace ClosedLoop.Simulators;

/// <summary>What the broker remembers of a client.</summary>
internal sealed class BusSession(string clientId)
{
    /// <summary>Messages kept for one client; a broker drops further ones, as mosquitto does by default.</summary>
    private const int QueueLimit = 1000;

    public string ClientId { get; } = clientId;

    /// <summary>Filter → granted quality of service.</summary>
    public Dictionary<string, MqttQos> Subscriptions { get; } = new(StringComparer.Ordinal);

    /// <summary>QoS 1 messages that the client has not acknowledged, in order.</summary>
    public List<BusDelivery> Pending { get; } = [];

    public BusLink? Link { get; set; }

    public TimeSpan Expiry { get; set; }

    public DateTimeOffset DisconnectedAt { get; set; }

    public bool IsExpired(DateTimeOffset now) => Link is null && now - DisconnectedAt >= Expiry;

    public MqttQos? QosFor(string topic)
    {
        MqttQos? best = null;
        foreach (var (filter, qos) in Subscriptions)
        {
            if (best != MqttQos.AtLeastOnce && TopicFilter.Matches(filter, topic))
            {
                best = qos;
            }
        }

        return best;
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
