using ClosedLoop.Domain;

namespace ClosedLoop.Optimization;

/// <summary>Keeps the best allowed candidate among all points that a search has looked at.</summary>
internal sealed class BestFound(EncodedSpace space, IReadOnlySet<Candidate> excluded)
{
    public ScoredCandidate? Best { get; private set; }

    /// <summary>Offers a feasible point. Whether it is excluded is looked up only when it would win.</summary>
    public void Offer(double[] point, double value)
    {
        if (double.IsNaN(value) || (Best is not null && value <= Best.Value))
        {
            return;
        }

        var candidate = space.Encoding.Decode(point);
        if (!excluded.Contains(candidate) && space.Space.WhyNot(candidate) is null)
        {
            Best = new(candidate, (double[])point.Clone(), value);
        }
    }
}
