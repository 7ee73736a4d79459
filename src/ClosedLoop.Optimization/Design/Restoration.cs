namespace ClosedLoop.Optimization;

/// <summary>
/// Moves a point to where the constraints hold: least squares of what the comparisons miss over the continuous coordinates, in turn with the best single move of
/// the others.
/// </summary>
internal static class Restoration
{
    private const int Rounds = 12;

    private const double LeastReach = 1e-3;

    // Aims this far inside, so that a minimum found nearly is feasible fully; then, where there is no such inside, at the edge.
    private static readonly double[] Margins = [1e-6, 0];

    /// <summary>A feasible point near the given one; where none is found, one that misses less.</summary>
    public static double[] Restore(EncodedSpace space, double[] point)
    {
        for (var round = 0; round < Rounds && !space.IsFeasible(point); round++)
        {
            var slid = point;
            foreach (var margin in Margins)
            {
                slid = Slide(space, slid, margin);
                if (space.IsFeasible(slid))
                {
                    return slid;
                }
            }

            if (Jump(space, slid) is not { } jumped)
            {
                return slid;
            }

            point = jumped;
        }

        return point;
    }

    private static double[] Slide(EncodedSpace space, double[] start, double margin)
    {
        var point = (double[])start.Clone();
        var continuous = space.Encoding.Continuous;
        if (space.Comparisons.Count == 0)
        {
            return point;
        }

        var lower = new double[continuous.Count];
        var upper = new double[continuous.Count];
        Array.Fill(upper, 1);
        var x = space.Encoding.Variables(point);
        var slopes = new double[continuous.Count];
        var search = new BoundedLbfgs(lower, upper) { MaximumSteps = 60, GradientTolerance = margin > 0 ? 0.1 * margin : 1e-14, ValueTolerance = 0, FirstStep = 0.1 };
        search.Minimize(x, (trial, gradient) =>
        {
            space.Encoding.Place(trial, point);
            gradient.Clear();
            var sum = 0.0;
            foreach (var comparison in space.Comparisons)
            {
                var excess = comparison.Excess(point, slopes) + margin;
                if (double.IsNaN(excess))
                {
                    return double.PositiveInfinity;
                }

                for (var k = 0; k < slopes.Length && excess > 0; k++)
                {
                    gradient[k] += excess * slopes[k];
                }

                sum += excess > 0 ? 0.5 * excess * excess : 0;
            }

            return sum;
        });
        space.Encoding.Place(x, point);
        return point;
    }

    // The move that misses least: of what is not continuous, or far along one coordinate, out of a forbidden range or of where a formula has no value.
    private static double[]? Jump(EncodedSpace space, double[] point)
    {
        var least = space.Violation(point);
        double[]? best = null;
        for (var reach = 0.5; best is null && reach > LeastReach; reach /= 2)
        {
            foreach (var moved in PatternMoves.Single(space, point, reach))
            {
                if (space.Violation(moved) is var missed && missed < least)
                {
                    (best, least) = (moved, missed);
                }
            }
        }

        return best;
    }
}
