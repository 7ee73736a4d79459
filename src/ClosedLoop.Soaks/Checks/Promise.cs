namespace ClosedLoop.Soaks;

/// <summary>What a world must keep, whatever happens to it.</summary>
public enum Promise
{
    /// <summary>Every campaign ends within a stated time after the last fault, or visibly waits for a person.</summary>
    Ends,

    /// <summary>No physical step is performed twice.</summary>
    ActsOnce,

    /// <summary>What a device has done is in the journal.</summary>
    NothingLost,

    /// <summary>What was told is written: a journal only grows, whatever becomes of the program and its machine.</summary>
    Durable,

    /// <summary>With instruments that can be asked, every trial is observed; always with the value that was measured.</summary>
    ExactObservations,

    /// <summary>Quarantined are exactly the steps that a crash left open.</summary>
    ExactQuarantine,

    /// <summary>A step that is said to have left its sample untouched was never begun.</summary>
    UntouchedIsUntouched,

    /// <summary>The journal on disk tells the state that the runner had.</summary>
    Replays,

    /// <summary>Phases follow the table.</summary>
    Phases,

    /// <summary>A dispatch id is decided once.</summary>
    UniqueDispatches,

    /// <summary>Trials, cost and trials in flight stay within what the campaign allows.</summary>
    Budget,

    /// <summary>What steps used up, and nothing else, is taken off the stock, and never more than there is.</summary>
    Stock,

    /// <summary>No step begins that was not approved, where it has to be.</summary>
    Approved,

    /// <summary>Candidates lie in their space, commands within the instrument's limits, and no device does more at once than it can.</summary>
    Limits,

    /// <summary>Of every trial in flight something is owed, or awaited.</summary>
    NoTrialForgotten,

    /// <summary>Every wait has a deadline.</summary>
    Deadlines,

    /// <summary>The journal before each proposal leads to the same proposal again.</summary>
    SameProposals,

    /// <summary>Nothing is sent before it is in the journal.</summary>
    JournalFirst,

    /// <summary>Instruments keep nothing published of a dispatch that is closed.</summary>
    Cleared,

    /// <summary>No program fails, and time goes on.</summary>
    Runs,
}
