using System.Text.Json.Serialization;

namespace ClosedLoop.Domain;

/// <summary>
/// One input of a trial. The optimizer chooses continuous, integer, discrete, categorical and composition ones; fixed ones stay as they are, and context is only
/// observed. Closed set.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(ContinuousParameter), "continuous")]
[JsonDerivedType(typeof(IntegerParameter), "integer")]
[JsonDerivedType(typeof(DiscreteParameter), "discrete")]
[JsonDerivedType(typeof(CategoricalParameter), "categorical")]
[JsonDerivedType(typeof(CompositionParameter), "composition")]
[JsonDerivedType(typeof(FixedParameter), "fixed")]
[JsonDerivedType(typeof(ContextParameter), "context")]
public abstract record Parameter
{
    /// <summary>Unique within the campaign; also the key in candidates and commands.</summary>
    public required string Name { get; init; }

    /// <summary>Unit for display, such as <c>°C</c>; null when there is none.</summary>
    public string? Unit { get; init; }

    /// <summary>The keys that this parameter contributes to a candidate: its name, the parts of a composition, or none for context.</summary>
    [JsonIgnore]
    public virtual IReadOnlyList<string> Keys => [Name];
}
