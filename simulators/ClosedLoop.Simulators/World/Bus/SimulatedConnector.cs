using ClosedLoop.Mqtt;

namespace ClosedLoop.Simulators;

/// <summary>Opens connections to the simulated broker in the name of a process.</summary>
internal sealed class SimulatedConnector(SimulatedBus bus, SimulatedProcess process) : IMqttConnector
{
    public IMqttConnection Open(MqttConnectionOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        process.Enter($"connect {options.ClientId}");
        var connection = new SimulatedConnection(bus, process, options);
        bus.ConnectSoon(connection, first: true);
        process.Leave($"connect {options.ClientId}");
        return connection;
    }
}
