namespace ClosedLoop.Calculations;

/// <summary>Follows one run from where it stands, in whatever life that was begun, to its ending.</summary>
internal sealed class SlurmRun(
    CalculationRun run,
    SlurmRecord record,
    SlurmSubmitter submitter,
    SlurmQueue queue,
    SlurmSettings settings,
    Action<RunPhase> observe)
{
    /// <summary>More runs than these are looked at less often.</summary>
    private const int Few = 100;

    private readonly SlurmPacing _pacing = queue.Pacing;
    private readonly TimeProvider _time = queue.Time;
    private SlurmSubmission? _submission;
    private SlurmSightings? _sightings;
    private SlurmStop? _stop;
    private bool _hasPlace;
    private bool _isRunning;

    /// <summary>See <see cref="ICalculationExecution.RunAsync"/>.</summary>
    public async Task<ProcessEnding> RunAsync(CancellationToken stop, CancellationToken leave)
    {
        if (record.Ended() is { } ended)
        {
            return ended;
        }

        queue.Enter();
        try
        {
            return await FollowAsync(stop, leave);
        }
        finally
        {
            queue.Leave();
            if (_hasPlace)
            {
                submitter.Release();
            }
        }
    }

    private async Task<ProcessEnding> FollowAsync(CancellationToken stop, CancellationToken leave)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stop, leave);
        observe(RunPhase.Queued);
        if (record.LastSubmission() is { } last)
        {
            submitter.Adopt();
            _hasPlace = true;
            Take(last);
        }

        while (true)
        {
            leave.ThrowIfCancellationRequested();
            if (_stop is null && (stop.IsCancellationRequested || record.IsStopping))
            {
                _stop = new SlurmStop(run, record, queue);
            }

            if (await StepAsync(either.Token) is { } ending)
            {
                return ending;
            }

            var pause = _pacing.LookEvery * Math.Max(1, submitter.Places / Few);
            await Task.Delay(pause, _time, _stop is null ? either.Token : leave).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        }
    }

    /// <summary>One look and what follows from it; the ending, once there is one.</summary>
    private async Task<ProcessEnding?> StepAsync(CancellationToken withdraw)
    {
        if (_submission is null)
        {
            return _stop is null ? await SubmitAsync(1, withdraw) : record.GiveUp(SlurmJudgement.StoppedEnding, []);
        }

        if (record.Winner() is { } winner)
        {
            return record.Conclude(winner);
        }

        if (_submission.Refusal is { } refusal)
        {
            return record.GiveUp(new ProcessEnding(null, null, false, _stop is not null) { Note = refusal }, []);
        }

        var seen = _sightings!.Look(_submission, _stop is not null);
        if (seen.Copies > 0 && !_isRunning)
        {
            _isRunning = true;
            observe(RunPhase.Running);
        }

        if (_stop is not null)
        {
            await _stop.PressAsync(seen.Job, _submission, _sightings.Copies);
        }

        return await ObeyAsync(SlurmJudgement.Of(seen, settings, _pacing), seen.Job, withdraw);
    }

    private async Task<ProcessEnding?> ObeyAsync(SlurmVerdict verdict, SlurmEntry? job, CancellationToken withdraw)
    {
        switch (verdict)
        {
            case SlurmVerdict.AskAccounts:
                queue.Seek(run.Id);
                return null;
            case SlurmVerdict.Again when record.ClaimFor(_sightings!.Copies) is { } claimed:
                return record.Conclude(claimed);
            case SlurmVerdict.Again:
                await ClearAsync(job);
                return await SubmitAsync(_submission!.Number + 1, withdraw);
            case SlurmVerdict.GiveUp giveUp:
                await ClearAsync(job);
                return record.GiveUp(giveUp.Ending, _sightings!.Copies);
            default:
                return null;
        }
    }

    /// <summary>Takes what would never begin out of the queue.</summary>
    private async Task ClearAsync(SlurmEntry? job)
    {
        if (job is { State: SlurmState.Pending })
        {
            await queue.CancelAsync(job, _submission!.Index);
        }
    }

    private async Task<ProcessEnding?> SubmitAsync(int number, CancellationToken withdraw)
    {
        try
        {
            Take(await submitter.SubmitAsync(run, record, number, withdraw));
            _hasPlace = true;
        }
        catch (OperationCanceledException) when (withdraw.IsCancellationRequested)
        {
            // Withdrawn: the next look says whether to leave or to stop.
        }

        return null;
    }

    private void Take(SlurmSubmission submission)
    {
        _submission = submission;
        _sightings = new SlurmSightings(run, record, queue);
    }
}
