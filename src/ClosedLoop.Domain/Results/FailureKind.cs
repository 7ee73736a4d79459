namespace ClosedLoop.Domain;

/// <summary>How a step failed.</summary>
public enum FailureKind
{
    /// <summary>The instrument refused the command.</summary>
    Rejected,

    /// <summary>The command came after its latest start: nothing was done, and it counts neither as an attempt nor as cost.</summary>
    TooLate,

    /// <summary>The instrument reports an error.</summary>
    Error,

    /// <summary>The instrument gave up because the step took too long.</summary>
    Timeout,

    /// <summary>The step was cancelled.</summary>
    Cancelled,

    /// <summary>The result was not what the step declares, or not plausible.</summary>
    Invalid,

    /// <summary>A calculation did not converge; the same again would not either.</summary>
    Unconverged,

    /// <summary>A calculation failed in itself; the same again would fail again.</summary>
    Failed,

    /// <summary>What the step was done on failed, such as a disk or a node of a cluster; elsewhere or later it may well succeed.</summary>
    Infrastructure,

    /// <summary>A calculation claims to have succeeded, and its result cannot be true.</summary>
    Implausible,
}
