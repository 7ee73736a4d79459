using ClosedLoop.Instruments;

namespace ClosedLoop.Calculations;

/// <summary>Stands by one run: passes cancellation on, tells its progress, and stops it when it writes nothing any more.</summary>
internal sealed class RunWatch(CalculationBench bench, IStepContext context, CalculationRun run)
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    private (long Bytes, DateTime Changed, int Files) _seen;
    private long _seenAt;
    private long _lookAfter;
    private RunPhase _phase = RunPhase.Queued;

    /// <summary>Written before a frozen run is stopped, so that the next life knows why it ended.</summary>
    private string FrozenNote => Path.Combine(run.RecordFolder, "frozen");

    /// <summary>How its process ended. A frozen one as if its limit had passed.</summary>
    /// <param name="progress">Is told how far it is, 0 to 1.</param>
    /// <param name="cancelled">Asks it to stop, or, while the host is ending, lets go of it.</param>
    public async Task<ProcessEnding> FollowAsync(Func<double, ValueTask> progress, CancellationToken cancelled)
    {
        using var stop = new CancellationTokenSource();
        using var leave = new CancellationTokenSource();
        using var over = new CancellationTokenSource();
        await using var registration = cancelled.Register(() => (context.IsHostStopping ? leave : stop).Cancel());
        var running = bench.Execution.RunAsync(run, OnPhase, stop.Token, leave.Token);
        _seenAt = context.Time.GetTimestamp();
        while (!running.IsCompleted)
        {
            await Task.WhenAny(running, Task.Delay(LookEvery, context.Time, over.Token));
            if (running.IsCompleted || _phase != RunPhase.Running)
            {
                continue;
            }

            if (IsFrozen())
            {
                await File.WriteAllTextAsync(FrozenNote, "frozen\n", CancellationToken.None);
                context.Note($"{run.Id}: no output for {bench.Settings.FrozenAfter}; it is being stopped");
                await stop.CancelAsync();
            }

            var began = context.Time.GetTimestamp();
            if (began >= _lookAfter && bench.Code.ReadProgress(new CalculationFolder(bench.Execution.FolderOf(run)), run.Stage) is { } share)
            {
                await progress(Math.Clamp(share, 0, 1));
            }

            // Large outputs are looked at less often, so that looking costs a fiftieth of the time at most.
            _lookAfter = Math.Max(_lookAfter, began + (50 * (context.Time.GetTimestamp() - began)));
        }

        await over.CancelAsync();
        var ending = await running;
        return File.Exists(FrozenNote) ? ending with { TimedOut = true, IsFrozen = true, Note = $"no output for {bench.Settings.FrozenAfter}" } : ending;
    }

    private void OnPhase(RunPhase phase)
    {
        _phase = phase;
        _seenAt = context.Time.GetTimestamp();
    }

    private bool IsFrozen()
    {
        if (bench.Settings.FrozenAfter is not { } limit || File.Exists(FrozenNote))
        {
            return false;
        }

        var now = Look();
        if (now != _seen)
        {
            (_seen, _seenAt) = (now, context.Time.GetTimestamp());
        }

        return context.Time.GetElapsedTime(_seenAt) >= limit;
    }

    private (long Bytes, DateTime Changed, int Files) Look()
    {
        var (bytes, changed, files) = (0L, default(DateTime), 0);
        try
        {
            foreach (var path in Directory.EnumerateFiles(bench.Execution.FolderOf(run), "*", SearchOption.AllDirectories))
            {
                var file = new FileInfo(path);
                files++;
                bytes += file.Exists ? file.Length : 0;
                changed = file.LastWriteTimeUtc > changed ? file.LastWriteTimeUtc : changed;
            }
        }
        catch (DirectoryNotFoundException)
        {
            // A folder went away while it was looked at: something is being done, and what was counted so far differs.
            files = -files - 1;
        }

        return (bytes, changed, files);
    }
}
