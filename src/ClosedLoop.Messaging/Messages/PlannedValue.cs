using System.ComponentModel.DataAnnotations;

namespace ClosedLoop.Messaging;

/// <summary>What a planner expects of a measurement.</summary>
public sealed record PlannedValue
{
    /// <summary>Mean, in the objective's unit.</summary>
    public required double Mean { get; init; }

    /// <summary>Standard deviation, in the objective's unit.</summary>
    [Range(0, double.MaxValue)]
    public required double Sd { get; init; }

    /// <summary>Lower end of the central 95 % interval, where it is not the normal one of mean and sd.</summary>
    public double? Lower { get; init; }

    /// <summary>Upper end of that interval.</summary>
    public double? Upper { get; init; }
}
