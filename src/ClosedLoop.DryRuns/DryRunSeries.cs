using System.Runtime.ExceptionServices;

namespace ClosedLoop.DryRuns;

/// <summary>Many dry runs, on several threads; each run lives on one.</summary>
public static class DryRunSeries
{
    /// <summary>Runs 1 … <paramref name="runs"/>. Which thread runs what changes no result.</summary>
    /// <param name="plan">What is run.</param>
    /// <param name="runs">How many.</param>
    /// <param name="threads">Threads, at least 1.</param>
    /// <param name="done">Told of each run as it ends, one call at a time, in any order. What it does not keep is not kept.</param>
    /// <param name="cancellationToken">Begins no further run and gives up those that are going on; what has ended counts.</param>
    public static void Run(DryRunPlan plan, int runs, int threads, Action<DryRunOutcome> done, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(done);
        var gate = new Lock();
        var next = 0;
        ExceptionDispatchInfo? failure = null;
        void Work()
        {
            try
            {
                while (failure is null && !cancellationToken.IsCancellationRequested && Interlocked.Increment(ref next) is var number && number <= runs)
                {
                    var outcome = DryRun.Run(plan, number, cancellationToken);
                    lock (gate)
                    {
                        done(outcome);
                    }
                }
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                // The run in hand was given up.
            }
            catch (Exception error)
            {
                failure = ExceptionDispatchInfo.Capture(error);
            }
        }

        var workers = Enumerable
            .Range(1, Math.Clamp(threads, 1, runs))
            .Select(number => new Thread(Work) { IsBackground = true, Name = $"dry run {number}" })
            .ToList();
        workers.ForEach(worker => worker.Start());
        workers.ForEach(worker => worker.Join());
        failure?.Throw();
    }
}
