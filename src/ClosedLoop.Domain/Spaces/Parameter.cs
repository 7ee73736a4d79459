using System.Text.Json.Serialization;

namespace ClosedLoop.Domain;

/// <summary>One thing that the optimizer may choose. Closed set: continuous, integer, discrete, categorical, composition.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(ContinuousParameter), "continuous")]
[JsonDerivedType(typeof(IntegerParameter), "integer")]
[JsonDerivedType(typeof(DiscreteParameter), "discrete")]
[JsonDerivedType(typeof(CategoricalParameter), "categorical")]
[JsonDerivedType(typeof(CompositionParameter), "composition")]
public abstract record Parameter
{
    /// <summary>Unique within the campaign; also the key in candidates and commands.</summary>
    public required string Name { get; init; }

    /// <summary>Unit for display, such as <c>°C</c>; null when there is none.</summary>
    public string? Unit { get; init; }

    /// <summary>The keys that this parameter contributes to a candidate: its name, or the parts of a composition.</summary>
    [JsonIgnore]
    public virtual IReadOnlyList<string> Keys => [Name];
}
