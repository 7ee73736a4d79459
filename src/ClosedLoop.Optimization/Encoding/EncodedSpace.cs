using ClosedLoop.Domain;

namespace ClosedLoop.Optimization;

/// <summary>
/// A search space ready for numerical work: its encoding, its constraints, and the list of its candidates where that is short enough to scan.
/// </summary>
internal sealed class EncodedSpace
{
    // Scanning these takes about as long as a thorough local search.
    private const double ScannedGrid = 20_000;

    public EncodedSpace(SearchSpace space)
    {
        Space = space;
        Encoding = SpaceEncoding.Of(space);
        if (space.Table is { } table)
        {
            Rows = [.. table.Where(row => space.WhyNot(row) is null)];
            Points = [.. Rows.Select(Encoding.Encode)];
        }
        else if (Encoding.Cardinality <= ScannedGrid)
        {
            Points = [.. Encoding.All().Where(IsFeasible)];
            Rows = [.. Points.Select(point => Encoding.Decode(point))];
        }
    }

    public SearchSpace Space { get; }

    public SpaceEncoding Encoding { get; }

    /// <summary>All candidates, or null when they are too many (or infinitely many) to list.</summary>
    public IReadOnlyList<Candidate>? Rows { get; }

    /// <summary>The encoded <see cref="Rows"/>.</summary>
    public IReadOnlyList<double[]>? Points { get; }

    /// <summary>Whether the constraints hold.</summary>
    public bool IsFeasible(double[] point)
    {
        if (Space.Constraints.Count == 0)
        {
            return true;
        }

        var candidate = Encoding.Decode(point);
        return Space.Constraints.All(constraint => constraint.Holds(candidate));
    }

    /// <summary>By how much the constraints are missed in sum, each relative to the size of its terms; 0 when all hold.</summary>
    public double Violation(double[] point)
    {
        var candidate = Encoding.Decode(point);
        return Space.Constraints.Where(constraint => !constraint.Holds(candidate)).Sum(constraint =>
        {
            var terms = constraint.Coefficients.Select(pair => pair.Value * candidate[pair.Key].Number).ToArray();
            return Math.Abs(terms.Sum() - constraint.Bound) / Math.Max(double.Epsilon, Math.Max(Math.Abs(constraint.Bound), terms.Max(Math.Abs)));
        });
    }

    /// <summary>The candidate as this space would write it, so that equal points compare equal.</summary>
    public Candidate Canonical(Candidate candidate) => Space.Table is null ? Encoding.Decode(Encoding.Encode(candidate)) : candidate;
}
