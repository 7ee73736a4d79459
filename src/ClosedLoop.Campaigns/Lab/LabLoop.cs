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
            StepGranted e => Take(state, e.Uses, -1) with
            {
                Grants = state.Grants.SetItem(e.Id, e),
                Uses = state.Uses.SetItem(e.Instrument, (state.Uses.GetValueOrDefault(e.Instrument) ?? InstrumentUse.None).With(e)),
            },
            PlaceReleased e => Take(state, e.Unused == true ? state.Grants.GetValueOrDefault(e.Id)?.Uses : null, 1) with { Grants = state.Grants.Remove(e.Id) },
            StockCounted e => state with
            {
                Stock = state.Stock.SetItem(e.Item, e.Amount),
                Counts = e.Request is { } request ? state.Counts.SetItem(e.Item, request) : state.Counts,
            },
            StrayMessageKept => state,
            _ => throw new InvalidOperationException($"Unknown event {happened?.GetType().Name}"),
        };
    }

    private static LabState Take(LabState state, IReadOnlyDictionary<string, double>? uses, int sign) => uses is null ? state : state with
    {
        Stock = state.Stock.SetItems(uses.Select(use => KeyValuePair.Create(use.Key, Math.Max(0, state.Stock.GetValueOrDefault(use.Key) + (sign * use.Value))))),
    };
}
