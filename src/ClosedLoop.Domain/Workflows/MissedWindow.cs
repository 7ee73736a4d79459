namespace ClosedLoop.Domain;

/// <summary>What follows when a step could not begin in time.</summary>
public enum MissedWindow
{
    /// <summary>The trial fails: what the step would measure is not what was asked for.</summary>
    Fail,

    /// <summary>The step is done all the same, late; the journal says so.</summary>
    Proceed,
}
