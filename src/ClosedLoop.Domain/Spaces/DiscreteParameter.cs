namespace ClosedLoop.Domain;

/// <summary>One of several numbers whose order and distances mean something.</summary>
public sealed record DiscreteParameter : Parameter
{
    /// <summary>The allowed numbers, ascending, at least two.</summary>
    public required IReadOnlyList<double> Levels { get; init; }
}
