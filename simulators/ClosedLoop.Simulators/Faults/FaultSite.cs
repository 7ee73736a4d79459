using ClosedLoop.Domain;

namespace ClosedLoop.Simulators;

/// <summary>A machine that faults may strike.</summary>
/// <param name="Name">An instrument's id, or the host's.</param>
/// <param name="Capabilities">What the instrument can do; empty for the host.</param>
/// <param name="IsHost">Whether it is the orchestrator's.</param>
public sealed record FaultSite(string Name, IReadOnlyList<string> Capabilities, bool IsHost)
{
    /// <summary>The site of a simulated instrument.</summary>
    public static FaultSite Of(SimulatedInstrumentSettings instrument)
    {
        ArgumentNullException.ThrowIfNull(instrument);
        return new FaultSite(instrument.Id, [.. instrument.Capabilities.Select(capability => capability.Name)], false);
    }

    /// <summary>The orchestrator's site.</summary>
    public static FaultSite Host(string name) => new(name, [], true);

    /// <summary>Whether a fault's target is, or may be, here.</summary>
    public bool IsTargetOf(Fault fault)
    {
        ArgumentNullException.ThrowIfNull(fault);
        return IsHost ? fault.Target.IsHost : fault.Target.Matches(Name, Capabilities);
    }
}
