using ClosedLoop.Simulators;

namespace ClosedLoop.VirtualLabs;

/// <summary>A computer with a disk, one program, and a supervisor that starts the program again some seconds after it died.</summary>
public class Machine
{
    private readonly SimulatedScheduler _scheduler;
    private readonly Func<SimulatedProcess, Task> _program;
    private readonly SeededRandom _random;

    /// <summary>A machine that is off.</summary>
    /// <param name="scheduler">The world's events.</param>
    /// <param name="name">What it is called.</param>
    /// <param name="seed">Of its disk's chance and its supervisor's.</param>
    /// <param name="program">What each life runs.</param>
    public Machine(SimulatedScheduler scheduler, string name, ulong seed, Func<SimulatedProcess, Task> program)
    {
        (_scheduler, _program, Name) = (scheduler, program, name);
        _random = SeededRandom.For(seed, 1);
        Disk = new SimulatedDisk(seed);
    }

    /// <summary>The host's or the instrument's id.</summary>
    public string Name { get; }

    /// <summary>Outlives every process.</summary>
    public SimulatedDisk Disk { get; }

    /// <summary>The present life, or the last; null before the first start.</summary>
    public SimulatedProcess? Process { get; private set; }

    /// <summary>How often the program was started.</summary>
    public int Lives { get; private set; }

    /// <summary>How a life dies, by its number; by default it does not.</summary>
    public Func<int, CrashPlan?> Plan { get; set; } = _ => null;

    /// <summary>Whether the program dies of an error that it ends with, so that it is started again; else the world ends with it, as by default.</summary>
    public Func<Exception, bool> IsDeath { get; set; } = _ => false;

    /// <summary>The supervisor does nothing before this time.</summary>
    public DateTimeOffset OffUntil { get; set; }

    /// <summary>Told just before each start; the disk lies as the last life left it.</summary>
    public Action? Starting { get; set; }

    /// <summary>Starts the program, unless it runs.</summary>
    public void Start()
    {
        if (Process is { Alive: true })
        {
            return;
        }

        Starting?.Invoke();
        Lives++;
        var process = new SimulatedProcess(_scheduler, $"{Name}#{Lives}", Plan(Lives));
        process.Killed += StartSoon;
        Process = process;
        process.Start(() => LiveAsync(process));
    }

    /// <summary>kill -9.</summary>
    public void Kill() => Process?.Kill();

    /// <summary>The machine loses power: what was not synced survives only in part.</summary>
    public void PowerCut()
    {
        Disk.PowerCut();
        Kill();
    }

    private async Task LiveAsync(SimulatedProcess process)
    {
        try
        {
            await _program(process);
        }
        catch (Exception error) when (process.Alive && IsDeath(error))
        {
            process.Kill();
        }
    }

    private void StartSoon()
    {
        var wait = _random.Between(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(20));
        var off = OffUntil - _scheduler.Now;
        _scheduler.After(off > wait ? off : wait, null, Start);
    }
}
