namespace ClosedLoop.Optimization;

/// <summary>
/// Climbs an acquisition under smooth comparisons: augmented Lagrangian (Hestenes 1969, Powell 1969, Rockafellar 1973) over the continuous coordinates, then the
/// shortest way back inside. Unlike a search that may not leave the feasible region, it follows a curved edge.
/// </summary>
/// <param name="space">Where candidates come from.</param>
/// <param name="lower">Lower ends of the variables.</param>
/// <param name="upper">Upper ends of the variables.</param>
internal sealed class ConstrainedAscent(EncodedSpace space, double[] lower, double[] upper)
{
    private const int Rounds = 8;
    private const double Negligible = 1e-7;

    private readonly double[] _multipliers = new double[space.Comparisons.Count];
    private readonly double[] _excesses = new double[space.Comparisons.Count];
    private readonly double[] _byVariables = new double[space.Encoding.Continuous.Count];
    private readonly double[] _slopes = new double[space.Encoding.Continuous.Count];
    private double _penalty;

    /// <summary>The best feasible point found from a feasible one, and its value.</summary>
    public (double[] Point, double Value) From(IAcquisition acquisition, double[] start)
    {
        var point = (double[])start.Clone();
        var full = new double[point.Length];
        var startValue = acquisition.Evaluate(point, full);

        space.Encoding.Pull(point, full, _byVariables);

        // Steep enough from the beginning that the climb leaves the feasible region by a tenth of the cube at most.
        _penalty = 10 * Math.Clamp(_byVariables.Max(Math.Abs), 1, 1e4);
        var x = space.Encoding.Variables(point);
        var worst = double.PositiveInfinity;
        for (var round = 0; round < Rounds; round++)
        {
            var search = new BoundedLbfgs(lower, upper) { MaximumSteps = 40, GradientTolerance = 1e-5, ValueTolerance = 1e-9, FirstStep = 0.05 };
            search.Minimize(x, (trial, gradient) => Lagrangian(acquisition, trial, point, full, gradient));
            space.Encoding.Place(x, point);
            if (!Update(point, ref worst))
            {
                break;
            }
        }

        space.Encoding.Place(x, point);
        var restored = Restoration.Restore(space, point);
        var value = space.IsFeasible(restored) ? acquisition.Evaluate(restored, full) : double.NegativeInfinity;
        return value > startValue ? (restored, value) : (start, startValue);
    }

    private double Lagrangian(IAcquisition acquisition, ReadOnlySpan<double> x, double[] point, double[] full, Span<double> gradient)
    {
        space.Encoding.Place(x, point);
        var value = -acquisition.Evaluate(point, full);
        space.Encoding.Pull(point, full, gradient);
        for (var k = 0; k < x.Length; k++)
        {
            gradient[k] = -gradient[k];
        }

        for (var c = 0; c < _multipliers.Length; c++)
        {
            var force = _multipliers[c] + (_penalty * space.Comparisons[c].Excess(point, _slopes));
            if (double.IsNaN(force))
            {
                return double.PositiveInfinity;
            }

            if (force > 0)
            {
                value += 0.5 * force * force / _penalty;
                for (var k = 0; k < x.Length; k++)
                {
                    gradient[k] += force * _slopes[k];
                }
            }
        }

        return value;
    }

    // False when nothing is missed any more and the multipliers have settled.
    private bool Update(double[] point, ref double worst)
    {
        var missed = 0.0;
        for (var c = 0; c < _multipliers.Length; c++)
        {
            _excesses[c] = space.Comparisons[c].Excess(point, _slopes);
            missed = Math.Max(missed, Math.Abs(Math.Max(_excesses[c], -_multipliers[c] / _penalty)));
        }

        if (double.IsNaN(missed) || missed < Negligible)
        {
            return false;
        }

        for (var c = 0; c < _multipliers.Length; c++)
        {
            _multipliers[c] = Math.Max(0, _multipliers[c] + (_penalty * _excesses[c]));
        }

        _penalty *= missed > 0.25 * worst ? 5 : 1;
        worst = missed;
        return true;
    }
}
