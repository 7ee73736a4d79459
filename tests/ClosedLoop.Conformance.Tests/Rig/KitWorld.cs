using ClosedLoop.Instruments;
using ClosedLoop.Messaging;
using ClosedLoop.Simulators;

namespace ClosedLoop.Conformance.Tests;

/// <summary>A broker, an instrument that can be killed, and the kit, all in virtual time.</summary>
internal sealed class KitWorld
{
    private static readonly TimeSpan Patience = TimeSpan.FromDays(2);

    private readonly SimulatedScheduler _scheduler = new();
    private readonly SimulatedBus _bus;
    private readonly Func<SimulatedProcess, Task> _program;
    private SimulatedProcess? _process;
    private int _lives;

    private KitWorld(Func<KitWorld, SimulatedProcess, Task> program)
    {
        _bus = new SimulatedBus(_scheduler, 7, new BusFaults { DeathNoticedAtOnce = true });
        _program = process => program(this, process);
        Settings = new ConformanceSettings
        {
            Lab = ScriptedInstrument.Lab,
            Instrument = ScriptedInstrument.Id,
            Name = "kit-1",
            RestartAsync = _ =>
            {
                _process!.Kill();
                StartAfter(TimeSpan.FromSeconds(2));
                return Task.CompletedTask;
            },
        };
    }

    public ConformanceSettings Settings { get; set; }

    public List<CheckReport> Observed { get; } = [];

    /// <summary>What is retained when the kit has left.</summary>
    public IReadOnlyList<string> Retained => [.. _bus.Retained.Select(message => message.Topic)];

    /// <summary>An instrument from the contract alone.</summary>
    public static KitWorld Scripted(Violation violation = Violation.None, bool simulated = true)
    {
        var notebook = new Notebook();
        return new KitWorld((world, process) => new ScriptedInstrument(world._bus.For(process), process.Time, notebook, violation, simulated).RunAsync());
    }

    /// <summary>The lab's own host with a simulated device.</summary>
    public static KitWorld OwnHost(SimulatedInstrumentSettings settings, bool recovers)
    {
        var disk = new SimulatedDisk(1);
        var ledgers = 0;
        var world = new KitWorld((world, process) =>
        {
            var witness = new WitnessLog(disk.For(process), "device");
            IInstrument instrument = recovers ? new RecoverableSimulatedInstrument(settings, witness) : new SimulatedInstrument(settings, witness);
            var bus = new MqttInstrumentBus(world._bus.For(process), ScriptedInstrument.Lab, settings.Id, process.Time);
            return new InstrumentHost(instrument, bus, disk.For(process), "ledger", process.Time, () => $"ledger-{++ledgers}").RunAsync(CancellationToken.None);
        });
        world.Settings = world.Settings with { Instrument = settings.Id };
        return world;
    }

    /// <summary>A lab without the instrument.</summary>
    public static KitWorld Empty() => new((_, _) => Task.CompletedTask);

    /// <summary>Lets the kit try the instrument, which comes a second later than the kit.</summary>
    public ConformanceReport Run()
    {
        var kit = new SimulatedProcess(_scheduler, "kit");
        Exception? refused = null;
        ConformanceReport? report = null;
        var done = kit.Start(async () =>
        {
            try
            {
                report = await new ConformanceKit(_bus.For(kit), Settings, kit.Time).RunAsync(Observed.Add, CancellationToken.None);
            }
            catch (ConformanceRefusedException e)
            {
                refused = e;
            }
        });
        StartAfter(TimeSpan.FromSeconds(1));
        _scheduler.Run(() => done.IsCompleted, _scheduler.Now + Patience).ShouldBeTrue("the kit did not end");
        return report ?? throw refused!;
    }

    private void StartAfter(TimeSpan delay) => _scheduler.Time.CreateTimer(_ => Start(), null, delay, Timeout.InfiniteTimeSpan);

    private void Start()
    {
        _process = new SimulatedProcess(_scheduler, $"instrument#{++_lives}");
        _process.Start(() => _program(_process));
    }
}
