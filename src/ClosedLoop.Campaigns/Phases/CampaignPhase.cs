namespace ClosedLoop.Campaigns;

/// <summary>What operators see. Derived from state by the precedence in <see cref="PhaseTable"/>.</summary>
public enum CampaignPhase
{
    /// <summary>The initial design is being asked for.</summary>
    Proposing,

    /// <summary>A step is owed and being placed on an instrument.</summary>
    Dispatching,

    /// <summary>Instruments are working.</summary>
    Awaiting,

    /// <summary>Results are being taken in.</summary>
    Ingesting,

    /// <summary>The surrogate is being fitted.</summary>
    Retraining,

    /// <summary>The surrogate is asked for the next candidates.</summary>
    Acquiring,

    /// <summary>An operator has paused it.</summary>
    Paused,

    /// <summary>No host holds it.</summary>
    Suspended,

    /// <summary>Ended regularly.</summary>
    Completed,

    /// <summary>Ended by order.</summary>
    Aborted,

    /// <summary>It met something that it cannot go on with.</summary>
    Faulted,
}
