namespace ClosedLoop.Campaigns;

/// <summary>Where an attempt stands, as the journal knows it.</summary>
public enum DispatchPhase
{
    /// <summary>Decided; the instrument has not confirmed.</summary>
    Dispatched,

    /// <summary>In the instrument's ledger.</summary>
    Accepted,

    /// <summary>Done.</summary>
    Succeeded,

    /// <summary>Ended without a result.</summary>
    Failed,

    /// <summary>May or may not have happened.</summary>
    Indeterminate,
}
