namespace ClosedLoop.EndToEnd.Tests;

/// <summary>A kind of process.</summary>
internal enum Victim
{
    Broker,
    Instruments,
    Orchestrator,
}
