namespace ClosedLoop.Mqtt.Tests;

/// <summary>Where a connection stands when the mutated packet arrives.</summary>
internal enum FuzzState
{
    BrokerBeforeConnect,
    BrokerConnecting,
    BrokerConnected,
    BrokerAfterDisconnect,
    ClientBeforeConnAck,
    ClientSubscribing,
    ClientConnected,
}
