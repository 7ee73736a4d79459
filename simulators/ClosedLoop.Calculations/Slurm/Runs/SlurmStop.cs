namespace ClosedLoop.Calculations;

/// <summary>
/// Stops a run from here: its stop file, then TERM, then KILL through the controller. The script on the node does the same by itself once it sees the mark, so that it also works while the controller is away.
/// </summary>
internal sealed class SlurmStop
{
    private readonly CalculationRun _run;
    private readonly SlurmQueue _queue;
    private readonly long _began;
    private long? _pressed;

    /// <summary>Leaves the mark and the stop files.</summary>
    public SlurmStop(CalculationRun run, SlurmRecord record, SlurmQueue queue)
    {
        (_run, _queue, _began) = (run, queue, queue.Time.GetTimestamp());
        record.Stop(record.Copies());
    }

    /// <summary>Does what is due now. What waits in the queue is cancelled at once.</summary>
    public async Task PressAsync(SlurmEntry? job, SlurmSubmission submission, IReadOnlyList<string> copies)
    {
        var now = _queue.Time.GetTimestamp();
        if (job is null || job.State.HasEnded() || (_pressed is { } last && _queue.Time.GetElapsedTime(last, now) < _queue.Pacing.PollEvery))
        {
            return;
        }

        var (waited, grace) = (_queue.Time.GetElapsedTime(_began, now), _run.Resources.Grace);
        var isWaiting = job.State == SlurmState.Pending && copies.Count == 0;
        var isTerm = waited >= (_run.Stage.StopFile is null ? TimeSpan.Zero : grace);
        if (!isWaiting && !isTerm)
        {
            return;
        }

        _pressed = now;
        string[] how = isWaiting || waited >= 3 * grace ? [] : ["--signal=TERM", "--batch"];
        await _queue.CancelAsync(job, submission.Index, how);
    }
}
