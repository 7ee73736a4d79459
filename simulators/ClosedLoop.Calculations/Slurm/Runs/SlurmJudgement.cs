namespace ClosedLoop.Calculations;

/// <summary>Decides about a submitted run from what can be seen of it: pure, so that every case can be tried.</summary>
internal static class SlurmJudgement
{
    private const int Terminate = 15;
    private const int Kill = 9;

    /// <summary>The ending of a run that was stopped and has none of its own.</summary>
    public static ProcessEnding StoppedEnding { get; } = new(128 + Terminate, Terminate, false, true) { Note = "stopped before it began" };

    private static readonly SlurmVerdict Patience = new SlurmVerdict.Wait();

    /// <summary>Why Slurm lets something wait that it will never begin.</summary>
    private static readonly string[] Hopeless = ["PartitionTimeLimit", "PartitionNodeLimit", "BadConstraints", "InvalidAccount", "InvalidQOS", "DependencyNeverSatisfied"];

    public static SlurmVerdict Of(SlurmSighting seen, SlurmSettings settings, SlurmPacing pacing)
    {
        if (seen.Job is { } job)
        {
            return job.State switch
            {
                SlurmState.Pending when Hopeless.Contains(job.Reason) => Lost($"Slurm will never begin it: {job.Reason}"),
                // A node refused it, which does happen when a number is given out again while its first holder runs; Slurm then holds it for ever.
                SlurmState.Pending when job.Reason.StartsWith("launch failed", StringComparison.Ordinal) => Forgotten(seen, job.Reason, settings),
                SlurmState.Pending or SlurmState.Running => Patience,
                _ => Ended(seen, job.State, job.ExitStatus, job.Reason, settings, pacing),
            };
        }

        // Absent from a queue that was read. It may have run long ago; it may never have arrived; it may run on, forgotten.
        if (seen.IsAlive || seen.AbsentFor < pacing.ForgottenAfter || seen.AbsentFor <= TimeSpan.Zero)
        {
            return Patience;
        }

        if (!seen.IsAccounted)
        {
            return new SlurmVerdict.AskAccounts();
        }

        // The accounts may speak of an earlier submission, so only what ends the run whatever comes is believed of them.
        return seen.Account is SlurmState.Cancelled or SlurmState.TimedOut or SlurmState.OutOfMemory && seen.AbsentFor >= pacing.FileLag
            ? Ended(seen with { EndedFor = seen.AbsentFor }, seen.Account.Value, 0, "", settings, pacing)
            : Forgotten(seen, "Slurm has forgotten it", settings);
    }

    /// <summary>Slurm says that it is over, and no copy has said how. Its files may only be late, and a lost node's copy may run on.</summary>
    private static SlurmVerdict Ended(SlurmSighting seen, SlurmState state, int status, string reason, SlurmSettings settings, SlurmPacing pacing)
    {
        if (seen.IsStopping && seen.Copies == 0)
        {
            return Stopped();
        }

        if (seen.IsAlive || seen.EndedFor < pacing.FileLag)
        {
            return Patience;
        }

        var (code, signal) = ((status >> 8) & 0xFF, status & 0x7F);
        return state switch
        {
            SlurmState.TimedOut => GiveUp(Kill, timedOut: true, "Slurm killed it at its time limit"),
            SlurmState.OutOfMemory => GiveUp(Kill, timedOut: false, "Slurm killed it for its memory"),
            SlurmState.Cancelled => GiveUp(Terminate, timedOut: false, "cancelled in Slurm"),
            SlurmState.Failed when seen.Copies > 0 && code == 128 + Terminate => GiveUp(Terminate, timedOut: true, "ended at the signal that Slurm sends before its time limit"),
            SlurmState.Failed when seen.Copies > 0 && Killed(code, signal) => GiveUp(Kill, timedOut: false, $"killed on its node, {reason}: probably for its memory"),
            _ => Forgotten(seen, $"Slurm ended it as {state}, {reason}", settings),
        };

        SlurmVerdict GiveUp(int by, bool timedOut, string note) =>
            new SlurmVerdict.GiveUp(new ProcessEnding(128 + by, by, timedOut, timedOut || seen.IsStopping) { Note = note });
    }

    private static bool Killed(int code, int signal) => signal == Kill || code is Kill or 128 + Kill;

    private static SlurmVerdict Forgotten(SlurmSighting seen, string why, SlurmSettings settings) => seen.IsStopping
        ? Stopped()
        : seen.Copies >= settings.MostCopies
            ? Lost($"{why}, after {seen.Copies} copies had begun")
            : new SlurmVerdict.Again();

    private static SlurmVerdict.GiveUp Stopped() => new(StoppedEnding);

    private static SlurmVerdict.GiveUp Lost(string why) => new(new ProcessEnding(null, null, false, false) { Note = why });
}
