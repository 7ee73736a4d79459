namespace ClosedLoop.Campaigns;

/// <summary>The lab's own state: who has which place. Shared by all campaigns of a host; <see cref="Placement"/> decides who gets the next.</summary>
public static class LabLoop
{
    /// <summary>The state after one more event.</summary>
    public static LabState Evolve(LabState state, LabEvent happened)
    {
        ArgumentNullException.ThrowIfNull(state);
        return happened switch
        {
            StepGranted e => state with
            {
                Grants = state.Grants.SetItem(e.Id, e),
                Uses = state.Uses.SetItem(e.Instrument, (state.Uses.GetValueOrDefault(e.Instrument) ?? InstrumentUse.None).With(e)),
            },
            PlaceReleased e => state with { Grants = state.Grants.Remove(e.Id) },
            StrayMessageKept => state,
            _ => throw new InvalidOperationException($"Unknown event {happened?.GetType().Name}"),
        };
    }
}
