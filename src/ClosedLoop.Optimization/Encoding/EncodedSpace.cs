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
        Comparisons = EncodedConstraint.Of(space, Encoding);
        if (space.Table is { } table)
        {
            Rows = Allowed(space, CandidateTable.Of(table));
            Points = PointMatrix.Of(Rows.Select(Encoding.Encode), Encoding.Dimension, Rows.Count);
        }
        else if (Encoding.Cardinality <= ScannedGrid)
        {
            Points = PointMatrix.Of(Encoding.All().Where(IsFeasible), Encoding.Dimension, (int)Encoding.Cardinality);
            Rows = [.. Points.Select(point => Encoding.Decode(point))];
        }
    }

    private EncodedSpace(EncodedSpace other, SpaceEncoding encoding) =>
        (Space, Encoding, Comparisons, Rows, Points) = (other.Space, encoding, other.Comparisons, other.Rows, other.Points?.With(encoding.Context));

    public SearchSpace Space { get; }

    public SpaceEncoding Encoding { get; }

    /// <summary>All candidates, or null when they are too many (or infinitely many) to list.</summary>
    public IReadOnlyList<Candidate>? Rows { get; }

    /// <summary>The encoded <see cref="Rows"/>.</summary>
    public PointMatrix? Points { get; }

    /// <summary>The comparisons that continuous coordinates can mend.</summary>
    public IReadOnlyList<EncodedConstraint> Comparisons { get; }

    /// <summary>The same space where every point has these values of context.</summary>
    public EncodedSpace At(IReadOnlyDictionary<string, double> context) => Encoding.Context.Count == 0 ? this : new(this, Encoding.At(context));

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
        return Space.Constraints.Sum(constraint => constraint.Violation(candidate));
    }

    /// <summary>The candidate as this space would write it, so that equal points compare equal.</summary>
    public Candidate Canonical(Candidate candidate) => Space.Table is null ? Encoding.Decode(Encoding.Encode(candidate)) : candidate;

    private static CandidateTable Allowed(SearchSpace space, CandidateTable table)
    {
        CandidateTableBuilder? allowed = null;
        for (var row = 0; row < table.Count; row++)
        {
            var candidate = table[row];
            if (space.WhyNot(candidate) is null)
            {
                allowed?.Add(candidate);
            }
            else if (allowed is null)
            {
                allowed = new([.. space.Keys], false);
                for (var before = 0; before < row; before++)
                {
                    allowed.Add(table[before]);
                }
            }
        }

        return allowed?.Build() ?? table;
    }
}
