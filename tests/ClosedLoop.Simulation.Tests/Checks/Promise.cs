namespace ClosedLoop.Simulation.Tests;

/// <summary>What a world must keep, whatever happens to it.</summary>
internal enum Promise
{
    /// <summary>Every campaign ends once faults have stopped.</summary>
    Ends,

    /// <summary>No physical step is performed twice.</summary>
    ActsOnce,

    /// <summary>What a bench has done is in the journal.</summary>
    NothingLost,

    /// <summary>With benches that can be asked, every trial is observed, with the value that was measured.</summary>
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

    /// <summary>Budgets hold.</summary>
    Budget,

    /// <summary>The journal before each proposal leads to the same proposal again.</summary>
    SameProposals,

    /// <summary>Nothing is sent before it is in the journal.</summary>
    JournalFirst,

    /// <summary>Instruments keep nothing published of a dispatch that is closed.</summary>
    Cleared,
}
