namespace ClosedLoop.Simulators;

/// <summary>Kinds of events on the simulated bus.</summary>
public enum BusEventKind
{
    /// <summary>A client is connected.</summary>
    Connected,

    /// <summary>The broker sees a client's connection end.</summary>
    Disconnected,

    /// <summary>The broker has a published message.</summary>
    Published,

    /// <summary>A message reached a client.</summary>
    Delivered,

    /// <summary>A message was lost by a fault.</summary>
    Dropped,

    /// <summary>A message was too old to deliver.</summary>
    Expired,

    /// <summary>The broker published a will.</summary>
    Will,

    /// <summary>The broker stopped.</summary>
    BrokerDown,

    /// <summary>The broker is back.</summary>
    BrokerUp,
}
