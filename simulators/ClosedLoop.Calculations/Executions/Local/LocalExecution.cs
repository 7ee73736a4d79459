using System.Diagnostics;

namespace ClosedLoop.Calculations;

/// <summary>Runs programs on this machine, on a bounded number of cores; what does not fit waits its turn.</summary>
/// <remarks>
/// <para>A run is a session of its own, so it survives the death of this process, and writes how it ended into its record folder: <c>begun</c> (its session and the
/// machine's boot, written before the program starts), <c>lock</c> (held while anything of it lives), <c>stop</c> (why it is to end), <c>exit</c> (how it ended).
/// The next life reads the same files, so it finds what has ended and adopts what still runs.</para>
/// <para>Needs <c>sh</c>, <c>setsid</c> and <c>flock</c>, which every Linux has.</para>
/// </remarks>
/// <param name="cores">What all runs of this process share.</param>
/// <param name="time">Measures limits and grace.</param>
public sealed class LocalExecution(CorePool cores, TimeProvider time) : ICalculationExecution
{
    /// <inheritdoc/>
    public string Name => "local";

    /// <inheritdoc/>
    public async Task<ProcessEnding> RunAsync(CalculationRun run, Action<RunPhase> observe, CancellationToken stop, CancellationToken leave)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(observe);
        Directory.CreateDirectory(run.RecordFolder);
        var record = new RunRecord(run.RecordFolder);
        if (record.ReadEnding() is { } ended)
        {
            return ended;
        }

        if (record.IsBegun)
        {
            using var taken = cores.Take(run.Resources.Cores);
            observe(RunPhase.Running);
            return await new LocalRun(run, record, null, time, time.GetTimestamp()).FollowAsync(stop, leave);
        }

        observe(RunPhase.Queued);
        if (await WaitAsync(run, stop, leave) is not { } held)
        {
            record.OrderStop("asked");

            // An earlier life may have died before its shell came to write down that it begins.
            return record.Forbid()
                ? record.Ending(null, null) with { Note = "stopped before it began" }
                : await new LocalRun(run, record, null, time, time.GetTimestamp()).FollowAsync(stop, leave);
        }

        using (held)
        {
            observe(RunPhase.Running);
            var from = time.GetTimestamp();
            using var shell = Start(run);
            return await new LocalRun(run, record, shell, time, from).FollowAsync(stop, leave);
        }
    }

    /// <summary>Cores; null when it is to stop before it has any.</summary>
    private async Task<IDisposable?> WaitAsync(CalculationRun run, CancellationToken stop, CancellationToken leave)
    {
        using var giveUp = CancellationTokenSource.CreateLinkedTokenSource(stop, leave);
        try
        {
            return await cores.WaitAsync(run.Resources.Cores, giveUp.Token);
        }
        catch (OperationCanceledException) when (!leave.IsCancellationRequested)
        {
            return null;
        }
    }

    private static Process Start(CalculationRun run)
    {
        var stage = run.Stage;
        var command = RunScript.Command(run);
        var start = new ProcessStartInfo(command[0]) { WorkingDirectory = run.Folder };
        string[] files = [run.RecordFolder, stage.StandardInput ?? "/dev/null", stage.StandardOutput, stage.StandardError];
        foreach (var argument in command.Skip(1).Concat(files).Concat(stage.Command))
        {
            start.ArgumentList.Add(argument);
        }

        foreach (var (name, value) in CalculationEnvironment.Of(run.Resources.Cores).Concat(stage.Environment))
        {
            start.Environment[name] = value;
        }

        return Process.Start(start) ?? throw new InvalidOperationException("setsid did not start");
    }
}
