namespace ClosedLoop.Calculations;

/// <summary>Looks at one submission of a run, and remembers how long it has been seen as it is.</summary>
internal sealed class SlurmSightings(CalculationRun run, SlurmRecord record, SlurmQueue queue)
{
    private readonly long _since = queue.Time.GetTimestamp();
    private SlurmView? _view;
    private long? _absentSince;
    private long? _endedSince;
    private long _pulse;
    private long? _aliveAt;

    /// <summary>The copies that had begun at the last look.</summary>
    public IReadOnlyList<string> Copies { get; private set; } = [];

    public SlurmSighting Look(SlurmSubmission submission, bool isStopping)
    {
        var now = queue.Time.GetTimestamp();
        var view = queue.Latest is { } latest && latest.Began > _since ? latest : null;
        if (Copies.Count == 0 || !ReferenceEquals(view, _view))
        {
            Copies = record.Copies();
            Feel(now);
        }

        _view = view;
        var job = view?.Find(submission.Batch, submission.Index);
        _absentSince = view is null || job is not null ? null : _absentSince ?? view.Began;
        _endedSince = job is null || !job.State.HasEnded() ? null : _endedSince ?? now;
        return new SlurmSighting(
            job,
            _absentSince is { } absent ? queue.Time.GetElapsedTime(absent, view!.Began) : TimeSpan.Zero,
            _endedSince is { } ended ? queue.Time.GetElapsedTime(ended, now) : TimeSpan.Zero,
            view is not null && view.Accounts.TryGetValue(run.Id, out var account) ? account : null,
            view is not null && view.Sought.Contains(run.Id),
            Copies.Count,
            _aliveAt is { } alive && queue.Time.GetElapsedTime(alive, now) < queue.Pacing.AliveFor,
            isStopping);
    }

    /// <summary>A sign of life is a change since the last look, so that the clocks of the nodes do not matter; at first any copy is given the benefit of the doubt.</summary>
    private void Feel(long now)
    {
        var pulse = record.Pulse(Copies);
        if (pulse != _pulse)
        {
            (_pulse, _aliveAt) = (pulse, now);
        }
    }
}
