using ClosedLoop.Tests;

namespace ClosedLoop.Simulators.Tests;

/// <summary>The seam's contract: the simulated bus.</summary>
public sealed class SimulatedBusContractTests : MqttConnectionContract
{
    protected override Task<SeamWorld> StartAsync() => Task.FromResult<SeamWorld>(new SimulatedSeamWorld());
}
