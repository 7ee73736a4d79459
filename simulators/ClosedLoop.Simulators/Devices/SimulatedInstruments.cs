using ClosedLoop.Instruments;

namespace ClosedLoop.Simulators;

/// <summary>Makes the adapters of simulated instruments.</summary>
public static class SimulatedInstruments
{
    /// <summary>The adapter of one instrument.</summary>
    /// <param name="settings">The instrument.</param>
    /// <param name="witness">Where its device remembers its acts.</param>
    public static IInstrument Make(SimulatedInstrumentSettings settings, WitnessLog witness)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return settings.Recovers ? new RecoverableSimulatedInstrument(settings, witness) : new SimulatedInstrument(settings, witness);
    }
}
