using ClosedLoop.Storage;

namespace ClosedLoop.Calculations;

/// <summary>
/// Runs calculations on a cluster under Slurm. A run is found again by the name and comment of its submission and by the marks that its copies leave on the shared file system, never by its number; however
/// often Slurm, or a doubt, has it begun, exactly one ending is recorded.
/// </summary>
/// <remarks>The folders of the runs must be on a file system that this machine shares with the nodes, under the same path.</remarks>
public sealed class SlurmExecution : ICalculationExecution
{
    private readonly SlurmSettings _settings;
    private readonly SlurmQueue _queue;
    private readonly IDisk _disk;
    private readonly SlurmSubmitter _submitter;

    /// <summary>One for each instrument.</summary>
    /// <param name="folder">Where it keeps the scripts of arrays; absolute, on the shared file system.</param>
    /// <param name="settings">Partition and the like.</param>
    /// <param name="queue">That of the process.</param>
    /// <param name="disk">The disk of its records.</param>
    public SlurmExecution(string folder, SlurmSettings settings, SlurmQueue queue, IDisk disk)
    {
        (_settings, _queue, _disk) = (settings, queue, disk);
        Directory.CreateDirectory(folder);
        _submitter = new SlurmSubmitter(folder, settings, queue, disk);
    }

    /// <inheritdoc/>
    public string Name => "slurm";

    /// <inheritdoc/>
    public Task<ProcessEnding> RunAsync(CalculationRun run, Action<RunPhase> observe, CancellationToken stop, CancellationToken leave)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(observe);
        return new SlurmRun(run, new SlurmRecord(run, _disk), _submitter, _queue, _settings, observe).RunAsync(stop, leave);
    }

    /// <inheritdoc/>
    public string FolderOf(CalculationRun run)
    {
        ArgumentNullException.ThrowIfNull(run);
        var record = new SlurmRecord(run, _disk);
        return record.Winner() is null && record.Newest(record.Copies()) is { } copy ? record.WorkOf(copy) : run.Folder;
    }
}
