namespace ClosedLoop.Domain;

/// <summary>Where a command parameter's value comes from.</summary>
/// <param name="From">A candidate key or an output of an earlier step; null for a constant.</param>
/// <param name="Constant">The constant; used when <paramref name="From"/> is null.</param>
public sealed record StepInput(string? From, ParameterValue? Constant)
{
    /// <summary>Takes the value of a candidate key or of an earlier step's output.</summary>
    public static StepInput Of(string key) => new(key, null);
}
