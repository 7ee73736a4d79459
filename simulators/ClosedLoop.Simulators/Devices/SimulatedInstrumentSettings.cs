namespace ClosedLoop.Simulators;

/// <summary>A simulated instrument.</summary>
public sealed record SimulatedInstrumentSettings
{
    /// <summary>Unique in the lab.</summary>
    public required string Id { get; init; }

    /// <summary>What it can do, at least one thing.</summary>
    public required IReadOnlyList<SimulatedCapability> Capabilities { get; init; }

    /// <summary>Steps that it performs side by side; 1 by default.</summary>
    public int Capacity { get; init; } = 1;

    /// <summary>Whether a sample stays in its place until its next step begins elsewhere; false by default.</summary>
    public bool KeepsSamples { get; init; }

    /// <summary>Command parameter on whose change the instrument is set up anew, and how long that takes in the lab's time; never by default.</summary>
    public (string By, TimeSpan Duration)? Setup { get; init; }

    /// <summary>Seconds of the lab's time for each second of the clock; 1 by default.</summary>
    public double Speed { get; init; } = 1;

    /// <summary>Whether it can ask its device after a crash what became of a step; true by default.</summary>
    public bool Recovers { get; init; } = true;

    /// <summary>What a scenario does to it; null for nothing, the default.</summary>
    public FaultPlan? Faults { get; init; }
}
