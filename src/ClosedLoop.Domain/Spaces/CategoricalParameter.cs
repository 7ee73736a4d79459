using System.Text.Json.Serialization;

namespace ClosedLoop.Domain;

/// <summary>One of several names without order.</summary>
public sealed record CategoricalParameter : Parameter
{
    /// <summary>The allowed names, at least two.</summary>
    public required IReadOnlyList<string> Levels { get; init; }

    /// <summary>
    /// Level → descriptor → number, such as the polarity of each solvent: what makes levels alike. Every level has the same descriptors, in the same order.
    /// Null, the default, when levels are only same or different.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, double>>? Descriptors { get; init; }
}
