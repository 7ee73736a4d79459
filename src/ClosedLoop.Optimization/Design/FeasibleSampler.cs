namespace ClosedLoop.Optimization;

/// <summary>
/// Feasible points from a Sobol sequence: infeasible ones are skipped, which keeps the rest even; where nearly all are infeasible, they are moved to the
/// feasible region by a descent on the violation.
/// </summary>
internal sealed class FeasibleSampler(EncodedSpace space, SobolSequence sobol)
{
    private const int SkippedBeforeRepair = 500;
    private const int Repairs = 50;
    private const int RepairSteps = 200;

    private readonly double[] _uniforms = new double[sobol.Dimension];
    private uint _index;
    private bool _scarce;

    /// <summary>The next feasible point; null when none can be found.</summary>
    public double[]? Next()
    {
        for (var skipped = 0; skipped < SkippedBeforeRepair && !_scarce; skipped++)
        {
            var point = Draw();
            if (space.IsFeasible(point))
            {
                return point;
            }
        }

        _scarce = true;
        for (var repair = 0; repair < Repairs; repair++)
        {
            var point = Repair(Draw());
            if (space.IsFeasible(point))
            {
                return point;
            }
        }

        return null;
    }

    private double[] Draw()
    {
        sobol.Point(_index++, _uniforms);
        return space.Encoding.Sample(_uniforms);
    }

    private double[] Repair(double[] point)
    {
        var violation = space.Violation(point);
        var reach = 0.5;
        for (var step = 0; step < RepairSteps && violation > 0 && reach > 1e-6; step++)
        {
            var best = PatternMoves.Around(space, point, reach)
                .Select(moved => (Point: moved, Violation: space.Violation(moved)))
                .DefaultIfEmpty((Point: point, Violation: violation))
                .MinBy(move => move.Violation);
            if (best.Violation < violation)
            {
                (point, violation) = best;
            }
            else
            {
                reach /= 2;
            }
        }

        return point;
    }
}
