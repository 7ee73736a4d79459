using ClosedLoop.Instruments;
using ClosedLoop.Messaging;
using ClosedLoop.Simulators;

namespace ClosedLoop.Simulation.Tests;

/// <summary>Drives a bench and cannot ask it after a crash.</summary>
internal sealed class BenchInstrument(string id, Bench bench, SimulatedProcess process) : IInstrument
{
    public string Id => id;

    public CapabilitiesMessage Describe() => bench.Describe(recovers: false);

    public Task<StepOutcome> PerformAsync(CommandMessage command, IStepContext context, CancellationToken cancellationToken) =>
        bench.PerformAsync(command, context, process, cancellationToken);

    public Task MakeSafeAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
