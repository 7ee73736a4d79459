using ClosedLoop.Domain;

namespace ClosedLoop.Optimization;

/// <summary>Scores every listed candidate, block by block; exact. Ties go to the first.</summary>
internal sealed class RowScan(EncodedSpace space) : IAcquisitionOptimizer
{
    // Long enough that vectorised scoring is at its best, short enough that a million rows take no more memory than a thousand.
    private const int Block = 4096;

    private readonly HashSet<int> _passed = [];

    public ScoredCandidate? Maximize(IAcquisition acquisition, IReadOnlyList<double[]> promising, IReadOnlySet<Candidate> excluded, IReadOnlyList<double[]> pending, RandomStream stream)
    {
        var best = -1;
        var bestScore = double.NaN;
        for (var start = 0; start < space.Points!.Count; start += Block)
        {
            var points = Enumerable.Range(start, Math.Min(Block, space.Points.Count - start)).Select(row => space.Points[row]).ToArray();
            var scores = acquisition.Score(points);

            // Whether a row is excluded is looked up only when it would win.
            for (var row = Winner(scores); row >= 0 && (best < 0 || Beats(scores[row], bestScore)); row = Winner(scores))
            {
                if (!excluded.Contains(space.Rows![start + row]))
                {
                    (best, bestScore) = (start + row, scores[row]);
                    break;
                }

                _passed.Add(row);
            }

            _passed.Clear();
        }

        return best < 0 ? null : new(space.Rows![best], space.Points![best], bestScore);
    }

    // The first of the greatest that was not passed over; numbers before what is none.
    private int Winner(double[] scores)
    {
        var best = -1;
        for (var row = 0; row < scores.Length; row++)
        {
            if ((best < 0 || Beats(scores[row], scores[best])) && !_passed.Contains(row))
            {
                best = row;
            }
        }

        return best;
    }

    private static bool Beats(double score, double other) => score > other || (double.IsNaN(other) && !double.IsNaN(score));
}
