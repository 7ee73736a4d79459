using ClosedLoop.Messaging;

namespace ClosedLoop.Calculations;

/// <summary>A calculation as an instrument of a lab.</summary>
public sealed record CalculationSettings
{
    /// <summary>Unique in the lab; letters, digits, <c>-</c> and <c>_</c>.</summary>
    public required string Id { get; init; }

    /// <summary>The capability that workflow steps ask for.</summary>
    public required string Capability { get; init; }

    /// <summary>Dispatches that it takes side by side; 1 by default. How many run at once, the execution decides.</summary>
    public int Capacity { get; init; } = 1;

    /// <summary>Command parameter → limits outside which a command is refused; none by default.</summary>
    public IReadOnlyDictionary<string, ParameterLimit> Limits { get; init; } = new Dictionary<string, ParameterLimit>();

    /// <summary>Output → least and greatest plausible value; a result outside is implausible, whatever the program says of it.</summary>
    public IReadOnlyDictionary<string, (double Lower, double Upper)> Plausible { get; init; } = new Dictionary<string, (double, double)>();

    /// <summary>Cores of each run; 1 by default.</summary>
    public int Cores { get; init; } = 1;

    /// <summary>Main memory of each run in megabytes; null leaves it to the machine.</summary>
    public int? MemoryMegabytes { get; init; }

    /// <summary>How long each run may take, whatever its stage allows; an hour by default. A code may hang for ever.</summary>
    public TimeSpan TimeLimit { get; init; } = TimeSpan.FromHours(1);

    /// <summary>How long a program has to end after each rung of being stopped; 20 s by default.</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>A run that writes nothing for so long is stopped as if its time limit had passed; null, the default, for never.</summary>
    public TimeSpan? FrozenAfter { get; init; }

    /// <summary>How often a stage that was stopped by a limit may be continued from its checkpoint; 3 by default.</summary>
    public int Continuations { get; init; } = 3;

    /// <summary>How many numerical corrections a stage may have in all, one for each failure class; 3 by default.</summary>
    public int Corrections { get; init; } = 3;

    /// <summary>Whether results are looked up, and kept, in the cache; true by default.</summary>
    public bool Cached { get; init; } = true;

    /// <summary>Which folders of runs stay when they are over; those of failed ones by default.</summary>
    public RunRetention Keep { get; init; } = RunRetention.OfFailed;

    /// <summary>How long one usually takes, in seconds; null when unknown.</summary>
    public double? TypicalSeconds { get; init; }
}
