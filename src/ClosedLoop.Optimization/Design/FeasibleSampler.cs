namespace ClosedLoop.Optimization;

/// <summary>
/// Feasible points, uniform over what is allowed: from a Sobol sequence whose infeasible points are skipped, which keeps the rest even. Where nearly all are
/// infeasible, some are moved to the feasible region by a descent on what is missed, and from each of them a slice sampler walks (Neal 2003): along a random
/// line, to a uniform point of what is left after each infeasible one has cut the line short.
/// </summary>
internal sealed class FeasibleSampler(EncodedSpace space, SobolSequence sobol, RandomStream stream)
{
    private const int SkippedBeforeWalk = 500;
    private const int Repairs = 30;
    private const int Walks = 8;
    private const int FirstSteps = 30;
    private const int MostCuts = 60;

    private readonly double[] _uniforms = new double[sobol.Dimension];
    private List<double[]>? _walks;
    private uint _index;
    private int _turn;

    /// <summary>The next feasible point; null when none can be found.</summary>
    public double[]? Next()
    {
        for (var skipped = 0; skipped < SkippedBeforeWalk && _walks is null; skipped++)
        {
            var point = Draw();
            if (space.IsFeasible(point))
            {
                return point;
            }
        }

        _walks ??= Start();
        if (_walks.Count == 0)
        {
            return null;
        }

        var walk = _walks[_turn++ % _walks.Count];
        Walk(walk, 4 + sobol.Dimension);
        return space.Encoding.Sample(walk);
    }

    private double[] Draw()
    {
        sobol.Point(_index++, _uniforms);
        return space.Encoding.Sample(_uniforms);
    }

    private List<double[]> Start()
    {
        var walks = new List<double[]>();
        for (var repair = 0; repair < Repairs && walks.Count < Walks; repair++)
        {
            var uniforms = space.Encoding.Uniform(Restoration.Restore(space, Draw()));
            if (space.IsFeasible(space.Encoding.Sample(uniforms)))
            {
                Walk(uniforms, FirstSteps + (4 * sobol.Dimension));
                walks.Add(uniforms);
            }
        }

        return walks;
    }

    // In the cube of uniform numbers every point of which is equally likely, so what the numbers stand for is uniform too.
    private void Walk(double[] uniforms, int steps)
    {
        var direction = new double[uniforms.Length];
        var next = new double[uniforms.Length];
        for (var step = 0; step < steps; step++)
        {
            Direct(direction, stream.NextIndex(2) == 0);
            var (from, to) = Within(uniforms, direction);
            for (var cut = 0; cut < MostCuts; cut++)
            {
                var at = from + ((to - from) * stream.NextUniform());
                for (var d = 0; d < next.Length; d++)
                {
                    next[d] = uniforms[d] + (at * direction[d]);
                }

                if (Array.TrueForAll(next, u => u is > 0 and < 1) && space.IsFeasible(space.Encoding.Sample(next)))
                {
                    next.CopyTo(uniforms, 0);
                    break;
                }

                (from, to) = at < 0 ? (at, to) : (from, at);
            }
        }
    }

    private void Direct(double[] direction, bool alongAxis)
    {
        Array.Clear(direction);
        if (alongAxis)
        {
            direction[stream.NextIndex(direction.Length)] = 1;
            return;
        }

        for (var d = 0; d < direction.Length; d++)
        {
            direction[d] = stream.NextNormal();
        }
    }

    // How far the line goes both ways within the cube.
    private static (double From, double To) Within(double[] uniforms, double[] direction)
    {
        var (from, to) = (double.NegativeInfinity, double.PositiveInfinity);
        for (var d = 0; d < direction.Length; d++)
        {
            if (direction[d] != 0)
            {
                var (zero, one) = (-uniforms[d] / direction[d], (1 - uniforms[d]) / direction[d]);
                (from, to) = (Math.Max(from, Math.Min(zero, one)), Math.Min(to, Math.Max(zero, one)));
            }
        }

        return (from, to);
    }
}
