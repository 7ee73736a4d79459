namespace ClosedLoop.Domain;

/// <summary>A value that stays as it is: steps receive it and formulas may name it, but there is nothing to choose.</summary>
public sealed record FixedParameter : Parameter
{
    /// <summary>The value, a number or a name.</summary>
    public required ParameterValue Value { get; init; }
}
