namespace ClosedLoop.Domain;

/// <summary>A measured quantity and what is wanted of it.</summary>
public sealed record Objective
{
    /// <summary>The output of the workflow that measures it.</summary>
    public required string Name { get; init; }

    /// <summary>What better means.</summary>
    public required Goal Goal { get; init; }

    /// <summary>The value to approach; only with <see cref="Goal.Target"/>.</summary>
    public double? Target { get; init; }

    /// <summary>Unit for display; null when there is none.</summary>
    public string? Unit { get; init; }

    /// <summary>Least plausible value; a result below it is quarantined. Null for no limit.</summary>
    public double? PlausibleLower { get; init; }

    /// <summary>Greatest plausible value; a result above it is quarantined. Null for no limit.</summary>
    public double? PlausibleUpper { get; init; }

    /// <summary>Maps a measured value to a loss: lower is better for every goal (the value, its negative, or the distance from the target).</summary>
    public double Loss(double value) => Goal switch
    {
        Goal.Minimize => value,
        Goal.Maximize => -value,
        _ => Math.Abs(value - Target!.Value),
    };

    /// <summary>Why a measured value cannot be believed, or null when it can.</summary>
    public string? WhyImplausible(double value) =>
        !double.IsFinite(value) ? $"{Name} is {value}, not a finite number"
        : value < PlausibleLower ? $"{Name} = {value} is below its plausible range (from {PlausibleLower})"
        : value > PlausibleUpper ? $"{Name} = {value} is above its plausible range (to {PlausibleUpper})"
        : null;
}
