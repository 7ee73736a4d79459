namespace ClosedLoop.Campaigns;

/// <summary>Where a trial stands.</summary>
public enum TrialStatus
{
    /// <summary>Steps are owed or running.</summary>
    InFlight,

    /// <summary>All steps done; its observation counts.</summary>
    Observed,

    /// <summary>Ended without a measurement.</summary>
    Failed,

    /// <summary>A step may or may not have happened.</summary>
    Quarantined,
}
