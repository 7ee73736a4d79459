using ClosedLoop.Instruments;
using ClosedLoop.Messaging;
using ClosedLoop.Simulators;

namespace ClosedLoop.Simulation.Tests;

/// <summary>Drives a bench and asks it after a crash.</summary>
internal sealed class RecoverableBenchInstrument(string id, Bench bench, SimulatedProcess process) : IRecoverableInstrument
{
    public string Id => id;

    public CapabilitiesMessage Describe() => bench.Describe(recovers: true);

    public Task<StepOutcome> PerformAsync(CommandMessage command, IStepContext context, CancellationToken cancellationToken) =>
        bench.PerformAsync(command, context, process, cancellationToken);

    public async Task<StepOutcome?> RecoverAsync(CommandMessage command, IStepContext context, CancellationToken cancellationToken) =>
        await bench.RecoverAsync(command, context, process, cancellationToken);

    public Task MakeSafeAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
