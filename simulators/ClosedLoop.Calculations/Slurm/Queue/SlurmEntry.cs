namespace ClosedLoop.Calculations;

/// <summary>One entry of the controller's queue: a run, or the tasks of an array that are in the same state.</summary>
/// <param name="Id">Its number. Numbers are given out again after a controller died: one proves nothing by itself.</param>
/// <param name="ArrayId">The number of the array that it belongs to; 0 for none.</param>
/// <param name="Tasks">The indices in the array that it stands for, as ranges; empty when Slurm does not say.</param>
/// <param name="Name">Its name.</param>
/// <param name="Batch">The submission that it comes from, as our comment says.</param>
/// <param name="State">Where it stands.</param>
/// <param name="Reason">Why it waits, or failed.</param>
/// <param name="ExitStatus">The wait status of its script.</param>
internal sealed record SlurmEntry(
    long Id,
    long ArrayId,
    IReadOnlyList<(int First, int Last)> Tasks,
    string Name,
    string Batch,
    SlurmState State,
    string Reason,
    int ExitStatus)
{
    public bool Holds(int index) => ArrayId == 0 ? index == 0 : Tasks.Any(range => range.First <= index && index <= range.Last);

    /// <summary>As <c>scancel</c> takes one run of it.</summary>
    public string Address(int index) => ArrayId == 0 ? $"{Id}" : $"{ArrayId}_{index}";
}
