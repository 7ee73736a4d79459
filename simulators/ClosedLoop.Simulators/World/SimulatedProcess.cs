namespace ClosedLoop.Simulators;

/// <summary>
/// One life of a process. Once killed it never has an effect again: its continuations and timers do not run, its bus handlers are not called, and what its code
/// still attempts throws <see cref="ProcessKilledException"/>. A restarted process is a new <see cref="SimulatedProcess"/>.
/// </summary>
public sealed class SimulatedProcess
{
    private readonly SimulatedScheduler _scheduler;
    private readonly CrashPlan? _plan;

    /// <summary>Starts a life.</summary>
    /// <param name="scheduler">The world's scheduler.</param>
    /// <param name="name">For traces and messages.</param>
    /// <param name="plan">When it dies, or null when nothing is planned.</param>
    public SimulatedProcess(SimulatedScheduler scheduler, string name, CrashPlan? plan = null)
    {
        ArgumentNullException.ThrowIfNull(scheduler);
        _scheduler = scheduler;
        _plan = plan;
        Name = name;
        Time = new VirtualTime(scheduler, this);
        Context = new ProcessContext(scheduler, this);
    }

    /// <summary>For traces and messages.</summary>
    public string Name { get; }

    /// <summary>Whether it has not been killed.</summary>
    public bool Alive { get; private set; } = true;

    /// <summary>The clock that the process must use: its timers die with it.</summary>
    public TimeProvider Time { get; }

    /// <summary>The context that its continuations run on: they die with it.</summary>
    public SynchronizationContext Context { get; }

    /// <summary>It was killed just now.</summary>
    public event Action? Killed;

    /// <summary>
    /// Runs a program in the process. Its failure comes out of <see cref="SimulatedScheduler.Run"/>. The task that is returned completes with the program;
    /// never when the process is killed.
    /// </summary>
    public Task Start(Func<Task> program)
    {
        ArgumentNullException.ThrowIfNull(program);
        var ended = new TaskCompletionSource();
        Context.Post(_ => _ = RunAsync(program, ended), null);
        return ended.Task;
    }

    /// <summary>kill -9: nothing of it runs any more. What it wrote stays written; its locks are released; the broker notices in its own time.</summary>
    public void Kill()
    {
        if (!Alive)
        {
            return;
        }

        Alive = false;
        Killed?.Invoke();
    }

    /// <summary>Called before an operation's effect.</summary>
    /// <exception cref="ProcessKilledException">The process is dead, or dies now.</exception>
    internal void Enter(string operation)
    {
        if (!Alive)
        {
            throw new ProcessKilledException(Name, operation);
        }

        if (_plan?.Begin(operation) == true)
        {
            Die(operation);
        }
    }

    /// <summary>Called after an operation's effect.</summary>
    /// <exception cref="ProcessKilledException">The process dies now, or its operation brought that about.</exception>
    internal void Leave(string operation)
    {
        if (!Alive)
        {
            throw new ProcessKilledException(Name, operation);
        }

        if (_plan?.End(operation) == true)
        {
            Die(operation);
        }
    }

    private void Die(string operation)
    {
        Kill();
        _plan?.Consequence?.Invoke();
        throw new ProcessKilledException(Name, operation);
    }

    private async Task RunAsync(Func<Task> program, TaskCompletionSource ended)
    {
        try
        {
            await program();
            if (Alive)
            {
                ended.SetResult();
            }
        }
        catch (ProcessKilledException) when (!Alive)
        {
            // The dead tell no tales.
        }
        catch (Exception failure)
        {
            _scheduler.Fail(failure);
        }
    }
}
