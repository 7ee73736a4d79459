using ClosedLoop.Domain;

namespace ClosedLoop.Simulators;

/// <summary>
/// What a scenario does to one lab. Devices, connections and disks ask it at every occasion; what happens to machines it does itself, by the hands of
/// <see cref="IFaultyLab"/>. In a simulated world everything follows from the seed. Any thread may ask.
/// </summary>
public sealed partial class FaultPlan
{
    private const ulong FaultStream = 40;

    private readonly Lock _gate = new();
    private readonly List<ArmedFault> _faults;
    private readonly List<FaultStrike> _strikes = [];
    private readonly List<ITimer> _timers = [];
    private readonly double _speed;
    private IFaultyLab? _lab;
    private TimeProvider _time = TimeProvider.System;

    /// <summary>A plan that has not begun: nothing strikes yet.</summary>
    /// <param name="scenario">What goes wrong.</param>
    /// <param name="seed">Decides what chance decides.</param>
    /// <param name="speed">Lab seconds for each second of the clock; the scenario's times are the lab's. 1 by default.</param>
    public FaultPlan(Scenario scenario, ulong seed, double speed = 1)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        Scenario = scenario;
        _speed = speed;
        _faults = [.. scenario.Faults.Select((fault, index) => new ArmedFault(fault, SeededRandom.For(seed, FaultStream + (ulong)index), speed))];
    }

    /// <summary>What goes wrong.</summary>
    public Scenario Scenario { get; }

    /// <summary>Told of every strike; must not throw. Nobody by default.</summary>
    public Action<FaultStrike>? Observer { get; set; }

    /// <summary>What has struck so far, in order.</summary>
    public IReadOnlyList<FaultStrike> Strikes
    {
        get
        {
            lock (_gate)
            {
                return [.. _strikes];
            }
        }
    }

    /// <summary>The scenario begins.</summary>
    /// <param name="lab">What it breaks.</param>
    /// <param name="time">The world's clock, which no fault touches.</param>
    public void Start(IFaultyLab lab, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(lab);
        ArgumentNullException.ThrowIfNull(time);
        lock (_gate)
        {
            (_lab, _time) = (lab, time);
            foreach (var armed in _faults)
            {
                armed.Start(Now);
                if (armed.Fault is { HasMoment: true, Trigger.IsTimed: true })
                {
                    After(armed.Fault.Trigger.At / _speed, () => StrikeByTheClock(armed));
                }
            }
        }
    }

    /// <summary>Ends the scenario: nothing further strikes by the clock.</summary>
    public void Stop()
    {
        lock (_gate)
        {
            _timers.ForEach(timer => timer.Dispose());
            _timers.Clear();
            _lab = null;
        }
    }

    private DateTimeOffset Now => _time.GetUtcNow();

    private void After(TimeSpan delay, Action act) => _timers.Add(_time.CreateTimer(_ => act(), null, delay, Timeout.InfiniteTimeSpan));

    private void Note(Fault fault, string where, string what)
    {
        var strike = new FaultStrike(Now, fault.Kind, where, what);
        _strikes.Add(strike);
        Observer?.Invoke(strike);
    }
}
