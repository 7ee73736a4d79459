namespace ClosedLoop.Domain;

/// <summary>One of several names without order.</summary>
public sealed record CategoricalParameter : Parameter
{
    /// <summary>The allowed names, at least two.</summary>
    public required IReadOnlyList<string> Levels { get; init; }
}
