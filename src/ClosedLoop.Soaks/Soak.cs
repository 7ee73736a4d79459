using System.Runtime.ExceptionServices;
using ClosedLoop.VirtualLabs;

namespace ClosedLoop.Soaks;

/// <summary>Random campaigns in random labs under random faults, on the production loop: each world is a function of its seed, and must keep every <see cref="Promise"/>.</summary>
public static class Soak
{
    /// <summary>How long after the last fault every campaign must have ended, in virtual time.</summary>
    public static TimeSpan Settling => SoakCase.DefaultSettling;

    /// <summary>Runs one world.</summary>
    /// <param name="seed">Draws it.</param>
    /// <param name="limits">What is left out of it.</param>
    public static SoakOutcome Run(ulong seed, SoakLimits limits)
    {
        ArgumentNullException.ThrowIfNull(limits);
        return Run(seed, limits, Tampering.None);
    }

    /// <summary>Runs the worlds of many seeds, each on one thread. Which thread runs what changes no result.</summary>
    /// <param name="from">The first seed; the others follow.</param>
    /// <param name="count">How many.</param>
    /// <param name="limits">What is left out of the worlds.</param>
    /// <param name="threads">Threads, at least 1.</param>
    /// <param name="done">Told of each world as it ends, one call at a time, in any order.</param>
    /// <param name="cancellationToken">Begins no further world; what has ended counts.</param>
    public static void Run(ulong from, int count, SoakLimits limits, int threads, Action<SoakOutcome> done, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(done);
        var gate = new Lock();
        var next = -1;
        ExceptionDispatchInfo? failure = null;
        void Work()
        {
            try
            {
                while (failure is null && !cancellationToken.IsCancellationRequested && Interlocked.Increment(ref next) is var index && index < count)
                {
                    var outcome = Run(from + (ulong)index, limits);
                    lock (gate)
                    {
                        done(outcome);
                    }
                }
            }
            catch (Exception error)
            {
                failure = ExceptionDispatchInfo.Capture(error);
            }
        }

        var workers = Enumerable.Range(1, Math.Clamp(threads, 1, count)).Select(number => new Thread(Work) { IsBackground = true, Name = $"soak {number}" }).ToList();
        workers.ForEach(worker => worker.Start());
        workers.ForEach(worker => worker.Join());
        failure?.Throw();
    }

    /// <summary>Makes a world that breaks a promise as small as it still breaks that promise.</summary>
    /// <param name="seed">The world's seed.</param>
    /// <param name="limits">What is left out of it from the beginning.</param>
    /// <param name="cancellationToken">Stops with the smallest that was found.</param>
    /// <returns>Null when the world keeps every promise.</returns>
    public static SoakFinding? Shrink(ulong seed, SoakLimits limits, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(limits);
        return new Shrinking(seed, smaller => Run(seed, smaller).Violations, cancellationToken).From(limits);
    }

    internal static SoakOutcome Run(ulong seed, SoakLimits limits, Tampering tampering)
    {
        var world = new SoakWorld(CaseDrawing.Draw(seed, limits), tampering);
        var violations = world.RunAndAudit();
        var ended = world.Lab.IsOver ? world.Lab.Ended.Values.Max(state => state.LastAt) : (DateTimeOffset?)null;
        var calm = world.Lab.Settings.Start + world.Case.Calm;
        return new SoakOutcome(seed, violations)
        {
            Trials = world.Case.Campaigns.Sum(spec => spec.Budget.Trials),
            Faults = world.Case.Faults.Count,
            Restarts = world.Lab.Machines.Sum(machine => machine.Lives - 1),
            Settled = ended is { } end ? end > calm ? end - calm : TimeSpan.Zero : null,
        };
    }
}
