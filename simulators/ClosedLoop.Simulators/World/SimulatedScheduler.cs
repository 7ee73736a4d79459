using System.Runtime.ExceptionServices;

namespace ClosedLoop.Simulators;

/// <summary>
/// One thread, one run queue and a virtual clock: production code runs on it unchanged, and the same start gives the same run. When nothing is left to run the
/// clock jumps to the next timer.
/// </summary>
/// <remarks>
/// A continuation that left for another thread would make runs differ; it is reported from <see cref="Run"/> instead. Besides <c>ConfigureAwait(false)</c>
/// these members of the framework leave: <c>ChannelReader.ReadAllAsync</c> (read with <c>WaitToReadAsync</c> and <c>TryRead</c>),
/// <c>SemaphoreSlim.WaitAsync</c> with a token or a limit, <c>CancellationTokenSource.CancelAsync</c>.
/// </remarks>
public sealed class SimulatedScheduler : SynchronizationContext
{
    // Real time that a failed run waits for a continuation that is still on another thread, so that the report names the cause.
    private static readonly TimeSpan StrayWait = TimeSpan.FromMilliseconds(100);

    private readonly Queue<WorkItem> _ready = new();
    private readonly PriorityQueue<(VirtualTimer Timer, long Entry), (long Due, long Entry)> _timers = new();
    private long _entries;
    private long _ticks;
    private long _instant;
    private long _callbacksBefore;
    private int _thread;
    private volatile Exception? _strayed;

    /// <summary>A world that begins on 1 January 2026, 00:00 UTC.</summary>
    public SimulatedScheduler()
        : this(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero))
    {
    }

    /// <summary>A world that begins at a time.</summary>
    public SimulatedScheduler(DateTimeOffset start)
    {
        _ticks = start.UtcTicks;
        Time = new VirtualTime(this, null);
    }

    /// <summary>The world's clock, for what belongs to no process.</summary>
    public TimeProvider Time { get; }

    /// <summary>The time now, UTC.</summary>
    public DateTimeOffset Now => new(_ticks, TimeSpan.Zero);

    /// <summary>Callbacks and timers that ran so far.</summary>
    public long Callbacks { get; private set; }

    /// <summary>Callbacks within one instant that count as a livelock, which <see cref="Run"/> reports by an exception; 10 million by default.</summary>
    public long LivelockLimit { get; init; } = 10_000_000;

    /// <summary>
    /// Runs the world until a condition holds, looked at whenever everything ready has run, or until a time.
    /// </summary>
    /// <param name="until">The condition.</param>
    /// <param name="deadline">No timer after it fires; the clock stands at it when the condition never held.</param>
    /// <returns>Whether the condition held.</returns>
    /// <exception cref="InvalidOperationException">A livelock, a continuation that strayed to another thread, or a nested run.</exception>
    public bool Run(Func<bool> until, DateTimeOffset deadline)
    {
        ArgumentNullException.ThrowIfNull(until);
        return Pump(until, deadline, StrayWait);
    }

    /// <summary>Something takes its time while the whole world waits, such as a slow disk under a synchronous write: the clock moves on.</summary>
    public void Pass(TimeSpan span)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(span, TimeSpan.Zero);
        _ticks += span.Ticks;
    }

    /// <summary>Runs the world for a while.</summary>
    public void RunFor(TimeSpan span) => Pump(() => false, Now + span, TimeSpan.Zero);

    /// <inheritdoc/>
    public override void Post(SendOrPostCallback d, object? state) => Enqueue(null, d, state);

    /// <inheritdoc/>
    public override void Send(SendOrPostCallback d, object? state)
    {
        ArgumentNullException.ThrowIfNull(d);
        d(state);
    }

    /// <inheritdoc/>
    public override SynchronizationContext CreateCopy() => this;

    internal void Enqueue(SimulatedProcess? process, SendOrPostCallback callback, object? state)
    {
        if (_thread != 0 && _thread != Environment.CurrentManagedThreadId)
        {
            _strayed = new InvalidOperationException(
                $"A continuation left the simulated thread and came back from another:{Environment.NewLine}{Environment.StackTrace}");
            return;
        }

        _ready.Enqueue(new WorkItem(process, callback, state));
    }

    /// <summary>Makes a failure come out of <see cref="Run"/>.</summary>
    internal void Fail(Exception failure) => Enqueue(null, _ => ExceptionDispatchInfo.Throw(failure), null);

    /// <summary>Does something later, in the name of a process or of the world.</summary>
    public void After(TimeSpan delay, SimulatedProcess? process, Action action)
    {
        if (process is not { Alive: false })
        {
            new VirtualTimer(this, process, static act => ((Action)act!)(), action)
                .Change(delay > TimeSpan.Zero ? delay : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
        }
    }

    internal long Schedule(VirtualTimer timer, TimeSpan due)
    {
        var entry = ++_entries;
        _timers.Enqueue((timer, entry), (_ticks + due.Ticks, entry));
        return entry;
    }

    private bool Pump(Func<bool> until, DateTimeOffset deadline, TimeSpan strayWait)
    {
        if (_thread != 0)
        {
            throw new InvalidOperationException("The scheduler is running");
        }

        var outside = Current;
        _thread = Environment.CurrentManagedThreadId;
        try
        {
            while (true)
            {
                RunReady();
                if (until())
                {
                    return true;
                }

                if (_ready.Count > 0)
                {
                    continue;
                }

                if (!FireNext(deadline.UtcTicks))
                {
                    if (strayWait > TimeSpan.Zero && SpinWait.SpinUntil(() => _strayed is not null, strayWait))
                    {
                        throw _strayed!;
                    }

                    _ticks = Math.Max(_ticks, deadline.UtcTicks);
                    return false;
                }
            }
        }
        finally
        {
            _thread = 0;
            SetSynchronizationContext(outside);
        }
    }

    private void RunReady()
    {
        while (_ready.TryDequeue(out var item))
        {
            if (_strayed is { } strayed)
            {
                throw strayed;
            }

            if (item.Process is not { Alive: false })
            {
                Execute(item.Process, item.Callback, item.State);
            }
        }

        if (_strayed is { } last)
        {
            throw last;
        }
    }

    private bool FireNext(long deadline)
    {
        while (_timers.TryPeek(out var next, out var key))
        {
            var stale = next.Timer.Entry != next.Entry || next.Timer.Process is { Alive: false };
            if (!stale && key.Due > deadline)
            {
                return false;
            }

            _timers.Dequeue();
            if (stale)
            {
                continue;
            }

            _ticks = Math.Max(_ticks, key.Due);
            Execute(next.Timer.Process, static timer => ((VirtualTimer)timer!).Fire(), next.Timer);
            return true;
        }

        return false;
    }

    private void Execute(SimulatedProcess? process, SendOrPostCallback callback, object? state)
    {
        // Timers that fire at once count too: a program that waits for a time that has passed spins as well.
        if (_ticks != _instant)
        {
            (_instant, _callbacksBefore) = (_ticks, Callbacks);
        }

        if (++Callbacks - _callbacksBefore > LivelockLimit)
        {
            throw new InvalidOperationException($"{LivelockLimit} callbacks at {Now:O} without the clock moving");
        }

        SetSynchronizationContext(process?.Context ?? this);
        try
        {
            callback(state);
        }
        catch (ProcessKilledException)
        {
            // The process died in the middle of it.
        }
    }
}
