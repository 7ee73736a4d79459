using System.Globalization;

namespace ClosedLoop.Domain;

/// <summary>Σ coefficient · value (relation) bound, over numeric keys of a candidate in native units.</summary>
/// <param name="Coefficients">Key → coefficient, at least one.</param>
/// <param name="Relation">At most or at least.</param>
/// <param name="Bound">Right-hand side.</param>
public sealed record LinearConstraint(IReadOnlyDictionary<string, double> Coefficients, Relation Relation, double Bound) : Constraint
{
    /// <inheritdoc/>
    public override IReadOnlyCollection<string> Keys => [.. Coefficients.Keys];

    /// <inheritdoc/>
    public override bool Holds(Candidate candidate)
    {
        var (excess, scale) = Excess(candidate);
        return excess <= Tolerance * Math.Max(1, scale);
    }

    /// <inheritdoc/>
    public override double Violation(Candidate candidate)
    {
        var (excess, scale) = Excess(candidate);
        return double.IsNaN(excess) ? double.PositiveInfinity
            : excess <= Tolerance * Math.Max(1, scale) ? 0
            : excess / Math.Max(double.Epsilon, scale);
    }

    /// <summary>The constraint as a formula.</summary>
    public override string ToString() =>
        string.Join(" + ", Coefficients.Select(c => c.Value == 1 ? c.Key : $"{c.Value.ToString(CultureInfo.InvariantCulture)}*{c.Key}"))
        + (Relation == Relation.AtMost ? " <= " : " >= ") + Bound.ToString(CultureInfo.InvariantCulture);

    // Above zero when missed; and the size of the greatest term.
    private (double Excess, double Scale) Excess(Candidate candidate)
    {
        ArgumentNullException.ThrowIfNull(candidate);
        var sum = 0.0;
        var scale = Math.Abs(Bound);
        foreach (var (key, coefficient) in Coefficients)
        {
            var term = coefficient * candidate[key].Number;
            sum += term;
            scale = Math.Max(scale, Math.Abs(term));
        }

        return (Relation == Relation.AtMost ? sum - Bound : Bound - sum, scale);
    }
}
