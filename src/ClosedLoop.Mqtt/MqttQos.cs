namespace ClosedLoop.Mqtt;

/// <summary>Quality of service of one hop. QoS 2 is not offered: identifiers and ledgers make an action happen once, not the transport.</summary>
public enum MqttQos : byte
{
    /// <summary>QoS 0: sent once, not acknowledged.</summary>
    AtMostOnce = 0,

    /// <summary>QoS 1: acknowledged by the next hop, may arrive more than once.</summary>
    AtLeastOnce = 1,
}
