using ClosedLoop.Domain;

namespace ClosedLoop.Simulators;

/// <summary>One fault of a scenario in one lab: whether it is there, and how often it has struck.</summary>
/// <param name="fault">The fault.</param>
/// <param name="random">Its own chance, so that one fault does not shift another's.</param>
/// <param name="speed">Lab seconds for each second of the clock.</param>
internal sealed class ArmedFault(Fault fault, SeededRandom random, double speed)
{
    private DateTimeOffset? _came;
    private int _steps;
    private int _struck;

    public Fault Fault => fault;

    public SeededRandom Random => random;

    /// <summary>How long ago it came, in the lab's time.</summary>
    public TimeSpan Age(DateTimeOffset now) => _came is { } came && now > came ? (now - came) * speed : TimeSpan.Zero;

    /// <summary>The scenario begins.</summary>
    public void Start(DateTimeOffset now)
    {
        if (fault.Trigger.AfterSteps == 0)
        {
            _came = now + (fault.Trigger.At / speed);
        }
    }

    /// <summary>The target begins a step.</summary>
    public void StepBegins(DateTimeOffset now)
    {
        _steps++;
        if (_steps > fault.Trigger.AfterSteps)
        {
            _came ??= now;
        }
    }

    /// <summary>Whether this occasion is struck; one more time if so.</summary>
    public bool Strikes(DateTimeOffset now)
    {
        if (!IsThere(now) || !HasTimesLeft(now) || (fault.Trigger.Probability < 1 && !random.Chance(fault.Trigger.Probability)))
        {
            return false;
        }

        _struck++;
        return true;
    }

    private bool IsThere(DateTimeOffset now)
    {
        if (_came is not { } came || now < came)
        {
            return false;
        }

        var age = Age(now);
        var within = fault.Trigger.Every is { } every ? TimeSpan.FromTicks(age.Ticks % every.Ticks) : age;
        return fault.HasMoment || fault.Trigger.For is not { } window || within < window;
    }

    /// <summary>What comes again strikes once each time, unless it stays for a while.</summary>
    private bool HasTimesLeft(DateTimeOffset now)
    {
        var comings = fault.Trigger.Every is { } every && (fault.HasMoment || fault.Trigger.For is null) ? 1 + (Age(now).Ticks / every.Ticks) : int.MaxValue;
        return _struck < Math.Min(comings, fault.MostTimes);
    }
}
