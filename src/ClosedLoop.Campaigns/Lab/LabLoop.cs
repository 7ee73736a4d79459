using ClosedLoop.Domain;

namespace ClosedLoop.Campaigns;

/// <summary>The lab's own pure functions: who may use which instrument. Shared by all campaigns of a host.</summary>
public static class LabLoop
{
    /// <summary>The state after one more event.</summary>
    public static LabState Evolve(LabState state, LabEvent happened)
    {
        ArgumentNullException.ThrowIfNull(state);
        return happened switch
        {
            StepGranted e => state with { Grants = state.Grants.SetItem(e.Id, e) },
            PlaceReleased e => state with { Grants = state.Grants.Remove(e.Id) },
            StrayMessageKept => state,
            _ => throw new InvalidOperationException($"Unknown event {happened?.GetType().Name}"),
        };
    }

    /// <summary>
    /// Grants a step a place: the one that it has already, else the least busy instrument that is ready, offers the capability, accepts the inputs and has room
    /// (the first in ordinal order among equals). Null when there is none now.
    /// </summary>
    public static StepGranted? Grant(LabState state, IEnumerable<InstrumentView> instruments, DispatchId id, string capability, IReadOnlyDictionary<string, ParameterValue> inputs)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(instruments);
        if (state.Grants.TryGetValue(id, out var granted))
        {
            return granted;
        }

        var free = instruments
            .Where(instrument => instrument.Ready && instrument.Capabilities.ContainsKey(capability))
            .Select(instrument => (Instrument: instrument, Taken: Taken(state, instrument, id.Run)))
            .Where(place => place.Taken < place.Instrument.Capacity)
            .OrderBy(place => place.Instrument.Accepts(capability, inputs) ? 0 : 1)
            .ThenBy(place => place.Taken)
            .ThenBy(place => place.Instrument.Id, StringComparer.Ordinal)
            .Select(place => place.Instrument)
            .FirstOrDefault();
        return free is null ? null : new StepGranted(id, free.Id, free.LedgerId, free.Simulated);
    }

    /// <summary>
    /// Places that are granted, and those where the instrument is at work for somebody who holds no grant here: a run that was set aside, another host. It would
    /// refuse as busy, and refusals use up attempts. Of the asking run itself the grants tell the truth sooner than the instrument's last state.
    /// </summary>
    private static int Taken(LabState state, InstrumentView instrument, string run) =>
        state.Grants.Values.Count(grant => grant.Instrument == instrument.Id)
        + instrument.Active.Count(text => !DispatchId.TryParse(text, out var id) || (id.Run != run && !state.Grants.ContainsKey(id)));
}
