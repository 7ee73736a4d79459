using ClosedLoop.Domain;

namespace ClosedLoop.Campaigns;

/// <summary>A step that a sample still needs, as the lab has to know it to find a place.</summary>
/// <param name="Name">The step's name.</param>
/// <param name="Capability">What the instrument must offer.</param>
/// <param name="Inputs">Command parameter → value, as far as they are known yet.</param>
/// <param name="Deadline">How long it may take.</param>
public sealed record RouteStep(string Name, string Capability, IReadOnlyDictionary<string, ParameterValue> Inputs, TimeSpan Deadline)
{
    /// <summary>The longest time between the end of the step before and the beginning of this one; null for any.</summary>
    public TimeSpan? Within { get; init; }

    /// <summary>Instrument → mean duration of the campaign's own finished attempts there.</summary>
    public IReadOnlyDictionary<string, StepDuration> Learned { get; init; } = new Dictionary<string, StepDuration>();

    /// <summary>
    /// How long the step is expected to take on an instrument: as the instrument declares, else as it took there, else as it took anywhere, else half of what
    /// it may take at most.
    /// </summary>
    public TimeSpan ExpectedOn(InstrumentView instrument)
    {
        ArgumentNullException.ThrowIfNull(instrument);
        return instrument.Expected.TryGetValue(Capability, out var declared) ? declared
            : Learned.TryGetValue(instrument.Id, out var here) ? here.Mean
            : Learned.Count > 0 ? TimeSpan.FromTicks((long)Learned.Values.Average(known => known.Mean.Ticks))
            : Deadline / 2;
    }
}
