namespace ClosedLoop;

/// <summary>Where the broker runs.</summary>
public enum BrokerMode
{
    /// <summary>Inside this process; for one machine.</summary>
    Embedded,

    /// <summary>It runs already: mosquitto, EMQX, HiveMQ, RabbitMQ, or <c>closedloop broker</c>.</summary>
    External,
}
