namespace ClosedLoop.Domain;

/// <summary>A whole number between two bounds, both included.</summary>
public sealed record IntegerParameter : Parameter
{
    /// <summary>Lower bound.</summary>
    public required int Lower { get; init; }

    /// <summary>Upper bound, above <see cref="Lower"/>.</summary>
    public required int Upper { get; init; }
}
