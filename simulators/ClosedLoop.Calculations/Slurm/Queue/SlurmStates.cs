namespace ClosedLoop.Calculations;

/// <summary>Slurm's words for the states, in <c>squeue</c> and <c>sacct</c>.</summary>
internal static class SlurmStates
{
    /// <summary>Reads a state; what is unknown counts as running, because nothing is concluded from that.</summary>
    public static SlurmState Parse(string text) => text.Split(' ', '+', ',')[0] switch
    {
        "PENDING" or "REQUEUED" or "REQUEUE_HOLD" or "REQUEUE_FED" or "RESV_DEL_HOLD" or "SPECIAL_EXIT" => SlurmState.Pending,
        "COMPLETED" => SlurmState.Completed,
        "FAILED" => SlurmState.Failed,
        "CANCELLED" => SlurmState.Cancelled,
        "TIMEOUT" or "DEADLINE" => SlurmState.TimedOut,
        "OUT_OF_MEMORY" => SlurmState.OutOfMemory,
        "NODE_FAIL" or "BOOT_FAIL" or "PREEMPTED" or "REVOKED" or "LAUNCH_FAILED" or "RECONFIG_FAIL" => SlurmState.NodeFailed,
        _ => SlurmState.Running,
    };

    /// <summary>Whether it will not change by itself any more.</summary>
    public static bool HasEnded(this SlurmState state) => state is not (SlurmState.Pending or SlurmState.Running);
}
