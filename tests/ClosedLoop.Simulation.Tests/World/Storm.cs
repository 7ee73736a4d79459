using ClosedLoop.Simulators;

namespace ClosedLoop.Simulation.Tests;

/// <summary>Random faults until a random time, then quiet. Everything follows from the seed.</summary>
internal sealed class Storm
{
    /// <summary>How long after the last fault every campaign must have ended: three attempts at every step one after the other would fit.</summary>
    public static readonly TimeSpan Settling = TimeSpan.FromHours(2);

    private readonly LabWorld _world;
    private readonly SeededRandom _random;
    private readonly DateTimeOffset _end;

    public Storm(ulong seed, LabWorld world)
    {
        _world = world;
        _random = SeededRandom.For(seed, 7);
        _end = world.Scheduler.Now + _random.Between(TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(25));
        world.Bus.Faults = Faults();
    }

    /// <summary>Runs the world through the storm, then until it is over or the settling time has passed.</summary>
    public void Blow()
    {
        _world.Start();
        var pause = _random.Between(TimeSpan.FromSeconds(15), TimeSpan.FromSeconds(240));
        while (_world.Scheduler.Now < _end && !_world.IsOver)
        {
            _world.Scheduler.RunFor(_random.Between(TimeSpan.FromMilliseconds(1), 2 * pause));
            Strike();
        }

        _world.Bus.Faults = new BusFaults();
        _world.Scheduler.Run(() => _world.IsOver, _world.Scheduler.Now + Settling);

        // Closing and clearing go on for a little while.
        _world.Scheduler.RunFor(TimeSpan.FromMinutes(2));
    }

    private BusFaults Faults() => new()
    {
        MaxLatency = TimeSpan.FromMilliseconds(_random.Chance(0.3) ? 3000 : 50),
        PublishLatency = _random.Chance(0.5),
        Duplicate = _random.Chance(0.6) ? 0.3 * _random.NextDouble() : 0,
        Reorder = _random.Chance(0.5),
        DropSilently = _random.Chance(0.5) ? 0.15 * _random.NextDouble() : 0,
        DropQos0 = 0.1,
        Cut = _random.Chance(0.5) ? 0.05 * _random.NextDouble() : 0,
        DeathNoticedAtOnce = _random.Chance(0.5),
    };

    private void Strike()
    {
        var machines = _world.Machines.ToList();
        var machine = machines[_random.Next(machines.Count)];
        switch (_random.Next(8))
        {
            case 0 or 1:
                machine.Kill();
                break;
            case 2:
                PlanDeath(machine);
                break;
            case 3:
                machine.PowerCut();
                break;
            case 4:
                _world.Bus.Partition(_world.ClientOf(machine), _random.Between(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(150)));
                break;
            case 5:
                _world.Bus.Cut(_world.ClientOf(machine));
                break;
            case 6:
                _world.Bus.Restart(_random.Between(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(60)), loseState: _random.Chance(0.5));
                break;
            default:
                machine.OffUntil = _world.Scheduler.Now + _random.Between(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(100));
                machine.Kill();
                break;
        }
    }

    /// <summary>The machine's next life dies at one of its first operations, perhaps with a power cut.</summary>
    private void PlanDeath(Machine machine)
    {
        var plan = new CrashPlan(1 + _random.Next(60), _random.Chance(0.5) ? CrashMoment.Before : CrashMoment.After)
        {
            Consequence = _random.Chance(0.5) ? machine.Disk.PowerCut : null,
        };
        machine.Plan = life => plan.Operations == 0 ? plan : null;
        machine.Kill();
    }
}
