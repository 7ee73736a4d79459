using System.Globalization;

namespace ClosedLoop.Domain;

/// <summary>A measured output that must lie within limits for a trial to count: whether it does is known only afterwards.</summary>
/// <param name="Output">The output of the workflow that measures it.</param>
/// <param name="AtLeast">Least allowed value, in the output's unit; null for no limit.</param>
/// <param name="AtMost">Greatest allowed value, in the output's unit; null for no limit.</param>
public sealed record OutcomeConstraint(string Output, double? AtLeast, double? AtMost)
{
    /// <summary>Whether a measured value is within the limits; a value that is not finite is not.</summary>
    public bool Holds(double value) => double.IsFinite(value) && !(value < AtLeast) && !(value > AtMost);

    /// <summary>The limits in words, such as <c>viscosity at most 5</c>.</summary>
    public override string ToString() => (AtLeast, AtMost) switch
    {
        ({ } lower, { } upper) => string.Create(CultureInfo.InvariantCulture, $"{Output} from {lower} to {upper}"),
        ({ } lower, null) => string.Create(CultureInfo.InvariantCulture, $"{Output} at least {lower}"),
        (null, { } upper) => string.Create(CultureInfo.InvariantCulture, $"{Output} at most {upper}"),
        _ => Output,
    };
}
