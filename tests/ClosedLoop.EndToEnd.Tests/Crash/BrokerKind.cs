namespace ClosedLoop.EndToEnd.Tests;

/// <summary>Which broker the three kinds of processes meet at.</summary>
public enum BrokerKind
{
    /// <summary>mosquitto with persistence: what it had saved a second ago comes back, and may be stale.</summary>
    Mosquitto,

    /// <summary><c>closedloop broker</c>: retained messages and sessions die with it; their owners publish anew.</summary>
    Embedded,
}
