using ClosedLoop.Instruments;
using ClosedLoop.Messaging;

namespace ClosedLoop.Simulators;

/// <summary>
/// A simulated instrument that asks its device after a crash: a step that was begun went on meanwhile. What it does depends on the dispatch's seed alone.
/// </summary>
/// <param name="settings">The instrument.</param>
/// <param name="witness">Where its device remembers its acts.</param>
public sealed class RecoverableSimulatedInstrument(SimulatedInstrumentSettings settings, WitnessLog witness) : IRecoverableInstrument
{
    private readonly SimulatedDevice _device = new(settings, witness);

    /// <inheritdoc/>
    public string Id => settings.Id;

    /// <inheritdoc/>
    public CapabilitiesMessage Describe() => _device.Describe(recovers: true);

    /// <inheritdoc/>
    public Task<StepOutcome> PerformAsync(CommandMessage command, IStepContext context, CancellationToken cancellationToken) =>
        _device.PerformAsync(command, context, cancellationToken);

    /// <inheritdoc/>
    public async Task<StepOutcome?> RecoverAsync(CommandMessage command, IStepContext context, CancellationToken cancellationToken) =>
        await _device.RecoverAsync(command, context, cancellationToken);

    /// <inheritdoc/>
    public Task MakeSafeAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
