using System.Text.Json.Serialization;

namespace ClosedLoop.Domain;

/// <summary>Where the objectives of a candidate can be measured, such as a cheap calculation or the experiment itself.</summary>
public sealed record Source
{
    /// <summary>Unique within the campaign; letters, digits, <c>-</c> and <c>_</c>.</summary>
    public required string Name { get; init; }

    /// <summary>What a trial there costs, in the budget's unit; above 0.</summary>
    public required double Cost { get; init; }

    /// <summary>Whether this is the source that counts: the best is judged here alone. Exactly one of a campaign's sources.</summary>
    public bool IsTarget { get; init; }

    /// <summary>The source that this one stands in for; null is the next dearer one, and of the dearest the target.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Approximates { get; init; }
}
