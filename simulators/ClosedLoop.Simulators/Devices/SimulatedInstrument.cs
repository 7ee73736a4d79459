using ClosedLoop.Instruments;
using ClosedLoop.Messaging;

namespace ClosedLoop.Simulators;

/// <summary>A simulated instrument that cannot say after a crash what its device did. What it does depends on the dispatch's seed alone.</summary>
/// <param name="settings">The instrument.</param>
/// <param name="witness">Where its device remembers its acts.</param>
public sealed class SimulatedInstrument(SimulatedInstrumentSettings settings, WitnessLog witness) : IInstrument
{
    private readonly SimulatedDevice _device = new(settings, witness);

    /// <inheritdoc/>
    public string Id => settings.Id;

    /// <inheritdoc/>
    public CapabilitiesMessage Describe() => _device.Describe(recovers: false);

    /// <inheritdoc/>
    public Task<StepOutcome> PerformAsync(CommandMessage command, IStepContext context, CancellationToken cancellationToken) =>
        _device.PerformAsync(command, context, cancellationToken);

    /// <inheritdoc/>
    public Task MakeSafeAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
