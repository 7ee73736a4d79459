namespace ClosedLoop.Messaging;

/// <summary>Why an instrument refused a command or control message.</summary>
public enum RefusalReason
{
    /// <summary>Past its latest start.</summary>
    Expired,

    /// <summary>The instrument does not offer the capability, or a parameter is missing.</summary>
    Unsupported,

    /// <summary>A parameter is outside the instrument's limits.</summary>
    OutsideLimits,

    /// <summary>A known id with another command hash.</summary>
    Conflict,

    /// <summary>The command means another ledger.</summary>
    LedgerMismatch,

    /// <summary>A higher epoch of this run has been seen.</summary>
    OldEpoch,

    /// <summary>The sender is wrong about whether the instrument is simulated.</summary>
    SimulatedMismatch,

    /// <summary>No free place.</summary>
    Busy,

    /// <summary>Paused or stopped.</summary>
    NotReady,

    /// <summary>Cancelled before it was seen.</summary>
    Tombstone,
}
