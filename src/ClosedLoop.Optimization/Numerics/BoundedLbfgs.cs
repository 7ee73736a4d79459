namespace ClosedLoop.Optimization;

/// <summary>
/// Minimizes a smooth function in a box: limited-memory BFGS directions (Nocedal 1980) on the variables that no active bound holds, projected back-tracking
/// along them (two-metric projection, Bertsekas 1982), the simple relative of L-BFGS-B (Byrd et al. 1995).
/// </summary>
internal sealed class BoundedLbfgs(double[] lower, double[] upper)
{
    private const int Memory = 10;
    private const double SufficientDecrease = 1e-4;
    private const int MaximumBacktracks = 25;

    private readonly List<(double[] Step, double[] Change)> _pairs = [];
    private readonly int _dimension = lower.Length;

    /// <summary>Value at <paramref name="x"/>; writes the gradient.</summary>
    public delegate double Objective(ReadOnlySpan<double> x, Span<double> gradient);

    /// <summary>Largest number of accepted steps.</summary>
    public int MaximumSteps { get; init; } = 200;

    /// <summary>Stops when the projected gradient's largest component is below this.</summary>
    public double GradientTolerance { get; init; } = 1e-6;

    /// <summary>Stops when a step improves the value by less than this, relative to its size.</summary>
    public double ValueTolerance { get; init; } = 1e-10;

    /// <summary>Longest first step in any variable, before there is curvature to scale it.</summary>
    public double FirstStep { get; init; } = 0.1;

    /// <summary>What this search has learnt of the function's curvature; at first nothing, or what is known from a search of one like it.</summary>
    public Curvature Curvature
    {
        get => new([.. _pairs]);
        init => _pairs.AddRange(value.Pairs);
    }

    /// <summary>Moves <paramref name="x"/> to a minimum and returns the value there. Values that are not finite count as too high.</summary>
    public double Minimize(double[] x, Objective objective)
    {
        Project(x);
        var gradient = new double[_dimension];
        var value = objective(x, gradient);
        var next = new double[_dimension];
        var nextGradient = new double[_dimension];
        var direction = new double[_dimension];
        var small = 0;
        for (var step = 0; step < MaximumSteps && ProjectedGradient(x, gradient) > GradientTolerance; step++)
        {
            Direct(x, gradient, direction);
            var nextValue = Search(x, value, gradient, direction, next, nextGradient, objective);
            if (double.IsNaN(nextValue))
            {
                if (_pairs.Count == 0)
                {
                    break;
                }

                // Stale curvature may have spoilt the direction: once more along the gradient.
                _pairs.Clear();
                continue;
            }

            Remember(x, next, gradient, nextGradient);
            small = value - nextValue <= ValueTolerance * (1 + Math.Abs(value)) ? small + 1 : 0;
            value = nextValue;
            next.CopyTo(x, 0);
            nextGradient.CopyTo(gradient, 0);
            if (small == 2)
            {
                break;
            }
        }

        return value;
    }

    private void Project(Span<double> x)
    {
        for (var i = 0; i < x.Length; i++)
        {
            x[i] = Math.Min(upper[i], Math.Max(lower[i], x[i]));
        }
    }

    private bool Held(ReadOnlySpan<double> x, ReadOnlySpan<double> gradient, int i) =>
        (x[i] <= lower[i] && gradient[i] >= 0) || (x[i] >= upper[i] && gradient[i] <= 0);

    private double ProjectedGradient(double[] x, double[] gradient)
    {
        var largest = 0.0;
        for (var i = 0; i < _dimension; i++)
        {
            if (!Held(x, gradient, i))
            {
                largest = Math.Max(largest, Math.Abs(gradient[i]));
            }
        }

        return largest;
    }

    // Two-loop recursion restricted to the free variables.
    private void Direct(double[] x, double[] gradient, double[] direction)
    {
        var free = new bool[_dimension];
        for (var i = 0; i < _dimension; i++)
        {
            free[i] = !Held(x, gradient, i);
            direction[i] = free[i] ? -gradient[i] : 0;
        }

        var weights = new double[_pairs.Count];
        var curvatures = new double[_pairs.Count];
        var scale = 0.0;
        for (var k = _pairs.Count - 1; k >= 0; k--)
        {
            var (s, y) = _pairs[k];
            curvatures[k] = Dot(s, y, free);
            var size = Dot(y, y, free);
            if (curvatures[k] <= 1e-12 * size)
            {
                curvatures[k] = 0;
                continue;
            }

            scale = scale == 0 ? curvatures[k] / size : scale;
            weights[k] = Dot(s, direction, free) / curvatures[k];
            Add(direction, -weights[k], y, free);
        }

        if (scale == 0)
        {
            var largest = direction.Max(Math.Abs);
            scale = Math.Min(1, FirstStep / largest);
        }

        for (var i = 0; i < _dimension; i++)
        {
            direction[i] *= scale;
        }

        for (var k = 0; k < _pairs.Count; k++)
        {
            if (curvatures[k] > 0)
            {
                var (s, y) = _pairs[k];
                Add(direction, weights[k] - (Dot(y, direction, free) / curvatures[k]), s, free);
            }
        }
    }

    private double Search(double[] x, double value, double[] gradient, double[] direction, double[] next, double[] nextGradient, Objective objective)
    {
        var length = 1.0;
        for (var trial = 0; trial < MaximumBacktracks; trial++)
        {
            var slope = 0.0;
            var moved = false;
            for (var i = 0; i < _dimension; i++)
            {
                next[i] = Math.Min(upper[i], Math.Max(lower[i], x[i] + (length * direction[i])));
                slope += gradient[i] * (next[i] - x[i]);
                moved |= next[i] != x[i];
            }

            if (!moved)
            {
                return double.NaN;
            }

            var nextValue = slope < 0 ? objective(next, nextGradient) : double.NaN;
            if (nextValue <= value + (SufficientDecrease * slope) && double.IsFinite(nextValue))
            {
                return nextValue;
            }

            // The parabola through both values and the slope, kept between a tenth and a half.
            var curve = double.IsFinite(nextValue) ? -slope / (2 * (nextValue - value - slope)) : 0.1;
            length *= Math.Clamp(curve, 0.1, 0.5);
        }

        return double.NaN;
    }

    private void Remember(double[] x, double[] next, double[] gradient, double[] nextGradient)
    {
        var s = new double[_dimension];
        var y = new double[_dimension];
        for (var i = 0; i < _dimension; i++)
        {
            s[i] = next[i] - x[i];
            y[i] = nextGradient[i] - gradient[i];
        }

        if (_pairs.Count == Memory)
        {
            _pairs.RemoveAt(0);
        }

        _pairs.Add((s, y));
    }

    private static double Dot(double[] a, double[] b, bool[] free)
    {
        var sum = 0.0;
        for (var i = 0; i < a.Length; i++)
        {
            if (free[i])
            {
                sum += a[i] * b[i];
            }
        }

        return sum;
    }

    private static void Add(double[] target, double factor, double[] source, bool[] free)
    {
        for (var i = 0; i < target.Length; i++)
        {
            if (free[i])
            {
                target[i] += factor * source[i];
            }
        }
    }
}
