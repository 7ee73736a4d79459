namespace ClosedLoop.Instruments;

/// <summary>Whether an instrument begins steps. Kept in the ledger, so that a restart does not undo a stop.</summary>
public enum LedgerActivity
{
    /// <summary>It does.</summary>
    Ready,

    /// <summary>It lets running steps end and begins nothing new.</summary>
    Paused,

    /// <summary>It was made safe and begins nothing until it is resumed.</summary>
    Stopped,
}
