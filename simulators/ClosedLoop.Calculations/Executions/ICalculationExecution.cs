namespace ClosedLoop.Calculations;

/// <summary>Where programs run: on this machine, or on a cluster.</summary>
public interface ICalculationExecution
{
    /// <summary>As lab files call it, such as <c>local</c>.</summary>
    string Name { get; }

    /// <summary>Where the program works right now: what is looked at while it runs. What it left behind is in the run's own folder.</summary>
    string FolderOf(CalculationRun run) => run.Folder;

    /// <summary>
    /// Finds the run if it was ever begun here, in this life of the process or an earlier one, and else begins it; returns how its process ended. A run is begun at
    /// most once: one that is lost stays so. Its folder holds the input files, and goes on to hold whatever the program writes.
    /// </summary>
    /// <param name="run">What is to run. The same again is the same run.</param>
    /// <param name="observe">Is told when it queues and when it runs; called on the caller's synchronization context.</param>
    /// <param name="stop">Asks the program to end: its stop file, then TERM, then KILL. The run then ends as usual; one that was not yet begun never begins.</param>
    /// <param name="leave">Lets go of the run, which goes on; the call ends with <see cref="OperationCanceledException"/>.</param>
    Task<ProcessEnding> RunAsync(CalculationRun run, Action<RunPhase> observe, CancellationToken stop, CancellationToken leave);
}
