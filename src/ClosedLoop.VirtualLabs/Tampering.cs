using ClosedLoop.Messaging;
using ClosedLoop.Mqtt;
using ClosedLoop.Optimization;
using ClosedLoop.Simulators;
using ClosedLoop.Storage;

namespace ClosedLoop.VirtualLabs;

/// <summary>Where an onlooker or a fault takes hold of a virtual lab, between the production code and its simulated surroundings. Nothing by default.</summary>
public sealed record Tampering
{
    /// <summary>Nothing is touched.</summary>
    public static Tampering None { get; } = new();

    /// <summary>The orchestrator's disk.</summary>
    public Func<IDisk, SimulatedProcess, IDisk> Disk { get; init; } = (disk, _) => disk;

    /// <summary>An instrument's disk, apart from its device's memory.</summary>
    public Func<IDisk, string, SimulatedProcess, IDisk> InstrumentDisk { get; init; } = (disk, _, _) => disk;

    /// <summary>A machine's way to the broker; the machine by its name.</summary>
    public Func<IMqttConnector, string, SimulatedProcess, IMqttConnector> Connector { get; init; } = (connector, _, _) => connector;

    /// <summary>A machine's clock; the machine by its name.</summary>
    public Func<TimeProvider, string, TimeProvider> Clock { get; init; } = (time, _) => time;

    /// <summary>Whether a program that ends with this error dies of it and is started again; else the world ends with it.</summary>
    public Func<Exception, bool> IsDeath { get; init; } = _ => false;

    /// <summary>The lab as the orchestrator hears and commands it.</summary>
    public Func<IOrchestratorBus, SimulatedProcess, IOrchestratorBus> Bus { get; init; } = (bus, _) => bus;

    /// <summary>The lab as an instrument hears and tells it.</summary>
    public Func<IInstrumentBus, SimulatedProcess, IInstrumentBus> InstrumentBus { get; init; } = (bus, _) => bus;

    /// <summary>The optimizer.</summary>
    public Func<IPlanner, IPlanner> Planner { get; init; } = planner => planner;

    /// <summary>The id of every new ledger; null for a random one.</summary>
    public string? LedgerId { get; init; }
}
