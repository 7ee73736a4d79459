using System.Text.Json.Serialization;

namespace ClosedLoop.Domain;

/// <summary>
/// A number that is observed with every trial but not chosen, such as humidity or the age of a batch. It is an input of the surrogate and no key of a candidate.
/// </summary>
public sealed record ContextParameter : Parameter
{
    /// <summary>Lower end of the usual range. Values outside are learnt from as they are.</summary>
    public required double Lower { get; init; }

    /// <summary>Upper end of the usual range, above <see cref="Lower"/>.</summary>
    public required double Upper { get; init; }

    /// <inheritdoc/>
    [JsonIgnore]
    public override IReadOnlyList<string> Keys => [];
}
