namespace ClosedLoop.Calculations;

/// <summary>Where Slurm says that a run stands.</summary>
internal enum SlurmState
{
    /// <summary>Waits for resources, or to be begun again.</summary>
    Pending,

    /// <summary>On a node; also while it is set up or cleaned up, or suspended.</summary>
    Running,

    /// <summary>The script ended with exit code 0.</summary>
    Completed,

    /// <summary>The script ended otherwise.</summary>
    Failed,

    /// <summary>By us, its owner or an operator.</summary>
    Cancelled,

    /// <summary>Slurm killed it at its time limit or deadline.</summary>
    TimedOut,

    /// <summary>Slurm killed it for its memory.</summary>
    OutOfMemory,

    /// <summary>The cluster failed it: node lost, boot failed, preempted.</summary>
    NodeFailed,
}
