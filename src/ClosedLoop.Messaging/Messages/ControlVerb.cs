namespace ClosedLoop.Messaging;

/// <summary>What an orchestrator may ask of an instrument besides commands.</summary>
public enum ControlVerb
{
    /// <summary>Tell what became of a dispatch, and publish its result again if there is one.</summary>
    Query,

    /// <summary>Stop a dispatch; one that was never seen is refused from now on (a tombstone).</summary>
    Cancel,

    /// <summary>The result is safe: clear what is retained of a dispatch. The ledger remembers the id.</summary>
    Close,

    /// <summary>Begin nothing new.</summary>
    Pause,

    /// <summary>Go on.</summary>
    Resume,

    /// <summary>Stop everything and make the device safe.</summary>
    SafeStop,
}
