using ClosedLoop.Simulators;

namespace ClosedLoop.Simulation.Tests;

/// <summary>A computer with a disk, one program, and a supervisor that starts the program again some seconds after it died.</summary>
internal class Machine(SimulatedScheduler scheduler, string name, ulong seed, Func<SimulatedProcess, Task> program)
{
    private readonly SeededRandom _random = SeededRandom.For(seed, 1);

    public string Name => name;

    public SimulatedDisk Disk { get; } = new(seed);

    public SimulatedProcess? Process { get; private set; }

    /// <summary>How often the program was started.</summary>
    public int Lives { get; private set; }

    /// <summary>How a life dies, by its number.</summary>
    public Func<int, CrashPlan?> Plan { get; set; } = _ => null;

    /// <summary>The supervisor does nothing before this time.</summary>
    public DateTimeOffset OffUntil { get; set; }

    /// <summary>Told just before each start; the disk lies as the last life left it.</summary>
    public Action? Starting { get; set; }

    public void Start()
    {
        if (Process is { Alive: true })
        {
            return;
        }

        Starting?.Invoke();
        Lives++;
        var process = new SimulatedProcess(scheduler, $"{name}#{Lives}", Plan(Lives));
        process.Killed += StartSoon;
        Process = process;
        process.Start(() => program(process));
    }

    public void Kill() => Process?.Kill();

    public void PowerCut()
    {
        Disk.PowerCut();
        Kill();
    }

    private void StartSoon()
    {
        var wait = _random.Between(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(20));
        var off = OffUntil - scheduler.Now;
        scheduler.After(off > wait ? off : wait, null, Start);
    }
}
