using ClosedLoop.Domain;

namespace ClosedLoop.Optimization;

/// <summary>Keeps the best allowed candidate among all points that a search has looked at.</summary>
/// <param name="space">Where candidates come from.</param>
/// <param name="excluded">Candidates that may not be proposed.</param>
/// <param name="pending">Encoded points in flight, from which a candidate keeps a distance where it can vary continuously.</param>
internal sealed class BestFound(EncodedSpace space, IReadOnlySet<Candidate> excluded, IReadOnlyList<double[]> pending)
{
    // Of the range of a parameter: two trials side by side that are nearer teach little more than one.
    private const double LeastDistance = 0.002;

    public ScoredCandidate? Best { get; private set; }

    /// <summary>Offers a feasible point. Whether it is excluded is looked up only when it would win.</summary>
    public void Offer(double[] point, double value)
    {
        if (double.IsNaN(value) || (Best is not null && value <= Best.Value) || IsCrowded(point))
        {
            return;
        }

        var candidate = space.Encoding.Decode(point);
        if (!excluded.Contains(candidate) && space.Space.WhyNot(candidate) is null)
        {
            Best = new(candidate, (double[])point.Clone(), value);
        }
    }

    private bool IsCrowded(double[] point)
    {
        if (space.Encoding.Continuous.Count == 0)
        {
            return false;
        }

        foreach (var other in pending)
        {
            var d = 0;
            while (d < point.Length && Math.Abs(point[d] - other[d]) < LeastDistance)
            {
                d++;
            }

            if (d == point.Length)
            {
                return true;
            }
        }

        return false;
    }
}
