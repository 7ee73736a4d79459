using ClosedLoop.Instruments;
using ClosedLoop.Simulators;

namespace ClosedLoop.VirtualLabs;

/// <summary>An instrument of a virtual lab.</summary>
/// <param name="Id">Unique in the lab.</param>
/// <param name="Make">Makes the adapter, once for each life of its process, over what its device remembers of its acts.</param>
public sealed record VirtualInstrument(string Id, Func<WitnessLog, IInstrument> Make)
{
    /// <summary>A simulated instrument.</summary>
    public static VirtualInstrument Of(SimulatedInstrumentSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return new VirtualInstrument(settings.Id, witness => SimulatedInstruments.Make(settings, witness));
    }
}
