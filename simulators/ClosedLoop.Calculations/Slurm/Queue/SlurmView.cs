namespace ClosedLoop.Calculations;

/// <summary>What the controller knew at one moment.</summary>
/// <param name="Began">When the question was put, a timestamp of the clock: what was submitted after it may be absent.</param>
/// <param name="Jobs">The entries of our submissions.</param>
/// <param name="Accounts">The names that were looked up in the accounts → the last state there; a name without an account is absent.</param>
/// <param name="Sought">The names that were looked up.</param>
internal sealed record SlurmView(
    long Began,
    ILookup<string, SlurmEntry> Jobs,
    IReadOnlyDictionary<string, SlurmState> Accounts,
    IReadOnlySet<string> Sought)
{
    /// <summary>The entry of a run, or null. After a controller came back there may be two: the one that still lives counts.</summary>
    public SlurmEntry? Find(string batch, int index)
    {
        var entries = Jobs[batch].Where(job => job.Holds(index)).ToList();
        return entries.Find(job => !job.State.HasEnded())
            ?? entries.FirstOrDefault()
            // The rest of an array that was cancelled before it began names no tasks.
            ?? Jobs[batch].FirstOrDefault(job => job.ArrayId != 0 && job.Tasks.Count == 0);
    }
}
