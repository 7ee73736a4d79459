namespace ClosedLoop.Calculations;

/// <summary>Where a run stands.</summary>
public enum RunPhase
{
    /// <summary>It waits for cores, or in the scheduler's queue.</summary>
    Queued,

    /// <summary>Its program runs.</summary>
    Running,
}
