using System.Globalization;

namespace ClosedLoop.Domain;

/// <summary>Σ coefficient · value (relation) bound, over numeric keys of a candidate in native units.</summary>
/// <param name="Coefficients">Key → coefficient, at least one.</param>
/// <param name="Relation">At most or at least.</param>
/// <param name="Bound">Right-hand side.</param>
public sealed record LinearConstraint(IReadOnlyDictionary<string, double> Coefficients, Relation Relation, double Bound)
{
    private const double Tolerance = 1e-9;

    /// <summary>Whether a candidate satisfies the constraint, within a relative tolerance of 1e-9.</summary>
    public bool Holds(Candidate candidate)
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

        var slack = Tolerance * Math.Max(1, scale);
        return Relation == Relation.AtMost ? sum <= Bound + slack : sum >= Bound - slack;
    }

    /// <summary>The constraint as a formula.</summary>
    public override string ToString() =>
        string.Join(" + ", Coefficients.Select(c => c.Value == 1 ? c.Key : $"{c.Value.ToString(CultureInfo.InvariantCulture)}*{c.Key}"))
        + (Relation == Relation.AtMost ? " <= " : " >= ") + Bound.ToString(CultureInfo.InvariantCulture);
}
