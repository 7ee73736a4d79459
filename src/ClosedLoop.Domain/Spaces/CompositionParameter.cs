using System.Text.Json.Serialization;

namespace ClosedLoop.Domain;

/// <summary>Amounts of several parts that sum to a total, each a multiple of a step.</summary>
public sealed record CompositionParameter : Parameter
{
    /// <summary>The parts, at least two.</summary>
    public required IReadOnlyList<CompositionPart> Parts { get; init; }

    /// <summary>What the parts sum to, such as 1 or 100.</summary>
    public double Total { get; init; } = 1;

    /// <summary>Granularity of every part; <see cref="Total"/> is a multiple of it.</summary>
    public required double Step { get; init; }

    /// <inheritdoc/>
    [JsonIgnore]
    public override IReadOnlyList<string> Keys => [.. Parts.Select(part => part.Name)];
}
