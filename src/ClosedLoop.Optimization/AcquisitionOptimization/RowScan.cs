using ClosedLoop.Domain;

namespace ClosedLoop.Optimization;

/// <summary>Scores every listed candidate at once; exact. Ties go to the first.</summary>
internal sealed class RowScan(EncodedSpace space) : IAcquisitionOptimizer
{
    public ScoredCandidate? Maximize(IAcquisition acquisition, IReadOnlyList<double[]> promising, IReadOnlySet<Candidate> excluded, IReadOnlyList<double[]> pending, RandomStream stream)
    {
        var scores = acquisition.Score(space.Points!);
        var best = -1;
        for (var row = 0; row < scores.Length; row++)
        {
            if ((best < 0 || scores[row] > scores[best] || (double.IsNaN(scores[best]) && !double.IsNaN(scores[row]))) && !excluded.Contains(space.Rows![row]))
            {
                best = row;
            }
        }

        return best < 0 ? null : new(space.Rows![best], space.Points![best], scores[best]);
    }
}
