using ClosedLoop.Campaigns;
using ClosedLoop.Simulators;
using ClosedLoop.VirtualLabs;

namespace ClosedLoop.Simulation.Tests;

/// <summary>Random faults until a random time, then quiet. Everything follows from the seed.</summary>
internal sealed class Storm
{
    /// <summary>How long after the last fault every campaign must have ended: three attempts at every step one after the other would fit.</summary>
    public static readonly TimeSpan Settling = TimeSpan.FromHours(2);

    private readonly LabWorld _world;
    private readonly SeededRandom _random;
    private readonly DateTimeOffset _end;
    private readonly BusFaults _faults;

    public Storm(ulong seed, LabWorld world)
    {
        _world = world;
        _random = SeededRandom.For(seed, 7);
        _end = world.Scheduler.Now + _random.Between(TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(25));
        _faults = Faults();
        world.Bus.Faults = _faults;
        world.HasOvertaking = _faults.Reorder;
        world.HasSilentLoss = _faults.DropSilently > 0;
    }

    /// <summary>A new world goes through a storm; what it broke.</summary>
    public static IReadOnlyList<Violation> Over(ulong seed, WorldSettings settings)
    {
        var world = new LabWorld(seed, settings);
        var storm = new Storm(seed, world);
        storm.Blow();
        return [.. Audit.Of(world).Select(violation => violation with { Text = $"{violation.Text} [{storm}]" })];
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
        if (_world.Settings.Steered)
        {
            // An operator who has paused it resumes it, once there is an orchestrator to hear it.
            _world.Scheduler.RunFor(TimeSpan.FromMinutes(3));
            _world.Steer(SteeringOrder.Resume);
        }

        _world.Scheduler.Run(() => _world.IsOver, _world.Scheduler.Now + Settling);

        // Closing and clearing go on for a little while.
        _world.Scheduler.RunFor(TimeSpan.FromMinutes(2));
    }

    public override string ToString() => $"{_faults} until {_end:HH:mm:ss}, lives {string.Join(' ', _world.Machines.Select(machine => machine.Lives))}";

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
        switch (_random.Next(_world.Settings is { Steered: true } ? 12 : _world.Settings.LosesLedgers ? 9 : 8))
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
            case 8 when _world.Settings.LosesLedgers:
                _world.Instruments[_random.Next(_world.Instruments.Count)].LoseLedger();
                break;
            case > 8:
                var orders = Enum.GetValues<SteeringOrder>();
                _world.Steer(orders[_random.Next(orders.Length)]);
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
