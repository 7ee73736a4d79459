using System.Text.Json.Serialization;

namespace ClosedLoop.Domain;

/// <summary>Any number between two bounds, both included.</summary>
public sealed record ContinuousParameter : Parameter
{
    /// <summary>Lower bound.</summary>
    public required double Lower { get; init; }

    /// <summary>Upper bound, above <see cref="Lower"/>.</summary>
    public required double Upper { get; init; }

    /// <summary>Spacing; linear by default.</summary>
    public Scale Scale { get; init; } = Scale.Linear;

    /// <summary>Whether both bounds are the same place, such as the angles −180° and 180°; false by default. Only with a linear scale.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool IsPeriodic { get; init; }
}
