namespace ClosedLoop.Messaging;

/// <summary>What an instrument says of a dispatch.</summary>
public enum DispatchStatus
{
    /// <summary>Only as an answer: this ledger has never seen the id.</summary>
    Unknown,

    /// <summary>In the ledger; not begun.</summary>
    Accepted,

    /// <summary>Refused; nothing was done. Terminal.</summary>
    Rejected,

    /// <summary>Being done.</summary>
    Running,

    /// <summary>Done; the result is published. Terminal.</summary>
    Succeeded,

    /// <summary>Ended without a result. Terminal.</summary>
    Failed,

    /// <summary>Stopped on request. Terminal.</summary>
    Cancelled,

    /// <summary>Begun, and nobody can say how it ended. Terminal.</summary>
    Indeterminate,
}
