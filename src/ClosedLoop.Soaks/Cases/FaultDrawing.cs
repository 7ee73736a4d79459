using ClosedLoop.Campaigns;
using ClosedLoop.Simulators;

namespace ClosedLoop.Soaks;

/// <summary>Draws what goes wrong: a network that is bad in some ways, and blows at machines and broker until a random time.</summary>
internal sealed class FaultDrawing(SeededRandom random, IReadOnlyList<SimulatedInstrumentSettings> instruments)
{
    private const string Orchestrator = "host";

    private readonly string[] _machines = [Orchestrator, .. instruments.Select(instrument => instrument.Id)];
    private readonly List<SoakFault> _faults = [];

    public (IReadOnlyList<SoakFault> Faults, TimeSpan Calm) Draw(SoakAim aim) => aim switch
    {
        SoakAim.LostLedgers => DrawLosses(),
        SoakAim.Crashes => DrawCrashes(),
        SoakAim.Outages => DrawOutages(),
        SoakAim.Impatience => DrawImpatience(),
        _ => random.Chance(0.05) ? DrawImpatience() : DrawBlows(),
    };

    private (IReadOnlyList<SoakFault> Faults, TimeSpan Calm) DrawBlows()
    {
        if (random.Chance(0.9))
        {
            DrawNetwork();
        }

        var calm = random.Between(TimeSpan.FromMinutes(4), TimeSpan.FromMinutes(16));
        var pause = random.Between(TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(180));
        var (steered, forgetful) = (random.Chance(0.15), random.Chance(0.15));
        for (var at = Next(TimeSpan.Zero, pause); at < calm; at = Next(at, pause))
        {
            Add(Blow(steered, forgetful) with { At = at });
        }

        return (_faults, _faults.Select(fault => fault.Until).DefaultIfEmpty().Max() is var last && last > calm ? last : calm);
    }

    private TimeSpan Next(TimeSpan at, TimeSpan pause) => at + random.Between(TimeSpan.FromMilliseconds(1), 2 * pause);

    private void Add(SoakFault fault) => _faults.Add(fault with { Number = _faults.Count + 1 });

    /// <summary>An operator who aborts while commands and cancellations overtake each other on a slow network.</summary>
    private (IReadOnlyList<SoakFault> Faults, TimeSpan Calm) DrawImpatience()
    {
        Add(new SoakFault.Delay(TimeSpan.FromSeconds(15)));
        Add(new SoakFault.Reorder());
        Add(new SoakFault.Steer(SteeringOrder.Abort) { At = random.Between(TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(2)) });
        return (_faults, TimeSpan.FromMinutes(10));
    }

    /// <summary>An instrument that has lost its ledger must be noticed even where what it said before comes late.</summary>
    private (IReadOnlyList<SoakFault> Faults, TimeSpan Calm) DrawLosses()
    {
        var calm = TimeSpan.FromMinutes(10);
        Add(new SoakFault.Delay(TimeSpan.FromSeconds(15)));
        for (var at = Next(TimeSpan.Zero, TimeSpan.FromSeconds(15)); at < calm; at = Next(at, TimeSpan.FromSeconds(15)))
        {
            Add(new SoakFault.LoseLedger(_machines[1 + random.Next(_machines.Length - 1)]) { At = at });
        }

        return (_faults, calm);
    }

    private (IReadOnlyList<SoakFault> Faults, TimeSpan Calm) DrawCrashes()
    {
        var calm = TimeSpan.FromMinutes(10);
        for (var at = Next(TimeSpan.Zero, TimeSpan.FromSeconds(15)); at < calm; at = Next(at, TimeSpan.FromSeconds(15)))
        {
            Add(Death(_machines[random.Next(_machines.Length)]) with { At = at });
        }

        return (_faults, calm);
    }

    /// <summary>Each instrument is off once while it has something to do.</summary>
    private (IReadOnlyList<SoakFault> Faults, TimeSpan Calm) DrawOutages()
    {
        foreach (var machine in _machines.Skip(1))
        {
            Add(new SoakFault.Kill(machine, random.Between(TimeSpan.FromMinutes(20), TimeSpan.FromMinutes(40))) { At = random.Between(TimeSpan.FromSeconds(10), TimeSpan.FromMinutes(3)) });
        }

        return (_faults, _faults.Max(fault => fault.Until));
    }

    private void DrawNetwork()
    {
        Perhaps(1, () => new SoakFault.Delay(TimeSpan.FromMilliseconds(random.Chance(0.3) ? 3000 : 50)));
        Perhaps(0.5, () => new SoakFault.SlowPublish());
        Perhaps(0.6, () => new SoakFault.Duplicate(0.3 * random.NextDouble()));
        Perhaps(0.5, () => new SoakFault.Reorder());
        Perhaps(0.5, () => new SoakFault.Drop(0.15 * random.NextDouble()));
        Perhaps(0.5, () => new SoakFault.DropQos0());
        Perhaps(0.5, () => new SoakFault.CutOnPublish(0.05 * random.NextDouble()));
        Perhaps(0.5, () => new SoakFault.DeathNoticed());
    }

    private void Perhaps(double probability, Func<SoakFault> fault)
    {
        if (random.Chance(probability))
        {
            Add(fault());
        }
    }

    private SoakFault.DieAt Death(string machine) => new(machine, 1 + random.Next(60), random.Chance(0.5) ? CrashMoment.Before : CrashMoment.After, random.Chance(0.5));

    private SoakFault Blow(bool steered, bool forgetful)
    {
        var machine = _machines[random.Next(_machines.Length)];
        return random.Next(steered ? 12 : forgetful ? 9 : 8) switch
        {
            0 or 1 => new SoakFault.Kill(machine, TimeSpan.Zero),
            2 => Death(machine),
            3 => new SoakFault.PowerCut(machine),
            4 => new SoakFault.Partition(machine, random.Between(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(150))),
            5 => new SoakFault.Cut(machine),
            6 => new SoakFault.RestartBroker(random.Between(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(60)), random.Chance(0.5)),
            8 when forgetful => new SoakFault.LoseLedger(_machines[1 + random.Next(_machines.Length - 1)]),
            > 8 => new SoakFault.Steer(Enum.GetValues<SteeringOrder>()[random.Next(Enum.GetValues<SteeringOrder>().Length)]),
            _ when random.Chance(0.04) => new SoakFault.Kill(machine, random.Between(TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(40))),
            _ => new SoakFault.Kill(machine, random.Between(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(100))),
        };
    }
}
