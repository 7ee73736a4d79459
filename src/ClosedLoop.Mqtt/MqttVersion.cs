namespace ClosedLoop.Mqtt;

/// <summary>The version of the protocol that one connection speaks. The number is the protocol level in CONNECT.</summary>
public enum MqttVersion : byte
{
    /// <summary>MQTT 3.1.1: no properties, few codes. What a message has beyond topic, payload, QoS and retain does not cross such a connection.</summary>
    V311 = 4,

    /// <summary>MQTT 5.</summary>
    V5 = 5,
}
