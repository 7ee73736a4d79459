namespace ClosedLoop.Domain;

/// <summary>When the next candidates are acquired.</summary>
public enum BatchMode
{
    /// <summary>A batch is proposed when all trials of the one before have ended.</summary>
    Synchronous,

    /// <summary>A number of trials is kept in flight; one is proposed as each result arrives.</summary>
    Asynchronous,
}
