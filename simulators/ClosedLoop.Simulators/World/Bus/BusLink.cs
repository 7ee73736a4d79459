using ClosedLoop.Mqtt;

namespace ClosedLoop.Simulators;

/// <summary>One network connection between a client and the broker. Its two ends learn of its end at different times.</summary>
internal sealed class BusLink(SimulatedConnection client, BusSession session, MqttMessage? will)
{
    public SimulatedConnection Client { get; } = client;

    public BusSession Session { get; } = session;

    /// <summary>What the broker publishes when the connection ends without a disconnect.</summary>
    public MqttMessage? Will { get; } = will;

    /// <summary>Whether the client takes it for open.</summary>
    public bool ClientOpen { get; set; } = true;

    /// <summary>Whether the broker takes it for open.</summary>
    public bool BrokerOpen { get; set; } = true;

    /// <summary>Nothing passes before this time.</summary>
    public DateTimeOffset BlockedUntil { get; set; }

    /// <summary>Arrival of the last message towards the broker.</summary>
    public DateTimeOffset LastUp { get; set; }

    /// <summary>Arrival of the last message towards the client.</summary>
    public DateTimeOffset LastDown { get; set; }
}
