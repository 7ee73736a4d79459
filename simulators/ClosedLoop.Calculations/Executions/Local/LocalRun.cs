using System.Diagnostics;

namespace ClosedLoop.Calculations;

/// <summary>Follows one run to its end, and brings it about when its time is up or it is asked to: stop file, TERM, KILL.</summary>
/// <param name="run">The run.</param>
/// <param name="record">What is written down of it.</param>
/// <param name="shell">Its shell when this process started it; null when it is adopted.</param>
/// <param name="time">Measures limits and grace.</param>
/// <param name="from">Timestamp from just before the shell was started, or from when the run was adopted.</param>
internal sealed class LocalRun(CalculationRun run, RunRecord record, Process? shell, TimeProvider time, long from)
{
    private const int Megabyte = 1_000_000;

    // It is looked at again after a fiftieth of its age: that bounds what waiting adds to short and long runs alike.
    private const double ShareOfAge = 0.02;
    private static readonly TimeSpan OftenAsPossible = TimeSpan.FromMilliseconds(4);
    private static readonly TimeSpan SeldomAsPossible = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LookAtMemoryEvery = TimeSpan.FromMilliseconds(100);

    private readonly TimeSpan _ageBefore = shell is null && time.GetUtcNow() - record.BegunAt is var age && age > TimeSpan.Zero ? age : TimeSpan.Zero;
    private Rung _rung;
    private long _rungFrom;
    private long _memoryLookedAt;

    private enum Rung
    {
        Free,
        Asked,
        Terminated,
        Killed,
    }

    private TimeSpan Age => _ageBefore + time.GetElapsedTime(from);

    public async Task<ProcessEnding> FollowAsync(CancellationToken stop, CancellationToken leave)
    {
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = stop.Register(() => asked.TrySetResult());
        while (true)
        {
            leave.ThrowIfCancellationRequested();
            if (Ended() is { } ending)
            {
                return ending;
            }

            if (stop.IsCancellationRequested)
            {
                record.OrderStop("asked");
            }
            else if (Age >= run.Resources.TimeLimit)
            {
                record.OrderStop("limit");
            }
            else if (OverMemory() is { } megabytes)
            {
                record.OrderStop(megabytes);
            }

            if (record.WhyStop is not null && GivesUp())
            {
                return record.Ending(null, UnixSignals.Kill) with { Note = "it does not end even when killed" };
            }

            var pause = Task.Delay(Pause(), time, leave);
            await (stop.IsCancellationRequested ? pause : Task.WhenAny(pause, asked.Task)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        }
    }

    private ProcessEnding? Ended()
    {
        // In this order: what has ended after the first look is seen at the second.
        var gone = shell is { HasExited: true } || (shell is null && !record.IsAlive);
        if (record.ReadEnding() is { } ending)
        {
            return ending;
        }

        // The shell may have ended and left its program behind, if somebody killed just that.
        if (!gone || record.IsAlive)
        {
            return null;
        }

        return _rung == Rung.Killed
            ? record.Ending(null, UnixSignals.Kill) with { WallSeconds = Age.TotalSeconds }
            : record.Ending(null, null) with { Note = WhyLost() };
    }

    private string WhyLost() =>
        !record.IsBegun ? "the program could not be begun; is the disk full?"
        : record.IsOfEarlierBoot ? "the machine was started again meanwhile"
        : "it ended without leaving how: killed from outside, or the disk was full";

    /// <summary>Megabytes that it has taken, when it is allowed less. A program that fills memory faster than it is looked at is left to the machine.</summary>
    private int? OverMemory()
    {
        if (run.Resources.MemoryMegabytes is not { } allowed || time.GetElapsedTime(_memoryLookedAt) < LookAtMemoryEvery || record.Session is not { } session)
        {
            return null;
        }

        _memoryLookedAt = time.GetTimestamp();
        return (int)(new RunSession(session).OwnMemory() / Megabyte) is var taken && taken > allowed ? taken : null;
    }

    /// <summary>One rung further when the grace of the one before is over; true when even the last was of no use.</summary>
    private bool GivesUp()
    {
        if (_rung != Rung.Free && time.GetElapsedTime(_rungFrom) < run.Resources.Grace)
        {
            return false;
        }

        switch (_rung)
        {
            case Rung.Free when record.OverMemory is not null:
                // It takes more while it is asked politely.
                Signal(UnixSignals.Kill);
                Enter(Rung.Killed);
                return false;
            case Rung.Free when run.Stage.StopFile is { } file:
                File.WriteAllText(Path.Combine(run.Folder, file), "");
                Enter(Rung.Asked);
                return false;
            case Rung.Free or Rung.Asked:
                Signal(UnixSignals.Terminate);
                Enter(Rung.Terminated);
                return false;
            case Rung.Terminated:
                Signal(UnixSignals.Kill);
                Enter(Rung.Killed);
                return false;
            default:
                return true;
        }
    }

    private void Enter(Rung rung) => (_rung, _rungFrom) = (rung, time.GetTimestamp());

    private void Signal(int signal)
    {
        // Only while it lives: the number may be another's afterwards.
        if (record.IsAlive && record.Session is { } session)
        {
            // TERM is for the shell's own group, from where launchers pass it on; nothing is to outlive KILL.
            foreach (var group in signal == UnixSignals.Kill ? new RunSession(session).Groups() : [session])
            {
                UnixSignals.Send(group, signal);
            }
        }
        else if (shell is { HasExited: false })
        {
            // Not begun yet: its own group all the same, from its first moment.
            UnixSignals.Send(shell.Id, signal);
        }
    }

    private TimeSpan Pause()
    {
        var age = _rung == Rung.Free ? Age : time.GetElapsedTime(_rungFrom);
        var pause = age * ShareOfAge;
        var untilLimit = run.Resources.TimeLimit - Age;
        pause = pause < OftenAsPossible ? OftenAsPossible : pause > SeldomAsPossible ? SeldomAsPossible : pause;
        return _rung == Rung.Free && untilLimit > TimeSpan.Zero && untilLimit < pause ? untilLimit : pause;
    }
}
