using ClosedLoop.Domain;

namespace ClosedLoop.Optimization;

/// <summary>
/// Multi-start ascent: many raw points are scored, the best are improved by bounded quasi-Newton steps on continuous coordinates in turn with moves of the
/// others. Under constraints a pattern search that can slide along them follows, feasible at every step. A region bounds continuous coordinates.
/// </summary>
internal sealed class MultiStart(EncodedSpace space, TrustRegion? region) : IAcquisitionOptimizer
{
    private const int RawPoints = 512;
    private const int Starts = 6;
    private const int StartsNearBest = 3;
    private const int Promising = 4;
    private const int AroundEach = 16;
    private const int Rounds = 20;
    private const double LeastReach = 1e-4;
    private const double MovedTogether = 20;

    private static readonly double[] Reaches = [0.1, 0.01];

    // Along a straight edge pattern moves slide; a curved one takes derivatives.
    private readonly bool _curved = space.Comparisons.Any(comparison => comparison.IsCurved);

    public ScoredCandidate? Maximize(IAcquisition acquisition, IReadOnlyList<double[]> promising, IReadOnlySet<Candidate> excluded, IReadOnlyList<double[]> pending, RandomStream stream)
    {
        var found = new BestFound(space, excluded, pending);
        var raw = Raw(stream);
        var near = Near(promising, stream);
        var starts = Best(raw, Score(acquisition, raw, found), Starts).Concat(Best(near, Score(acquisition, near, found), StartsNearBest));
        foreach (var start in starts)
        {
            Climb(acquisition, start, found);
        }

        return found.Best ?? Exhaust(acquisition, excluded, raw);
    }

    private List<double[]> Raw(RandomStream stream)
    {
        if (region is not null && RawWithin(region, stream) is { Count: > 0 } within)
        {
            return within;
        }

        var sampler = new FeasibleSampler(space, new SobolSequence(space.Encoding.Uniforms, stream), stream);
        var points = new List<double[]>();
        while (points.Count < RawPoints && sampler.Next() is { } point)
        {
            points.Add(point);
        }

        return points;
    }

    // The centre with some coordinates moved, about twenty of them: a point in which all are new is far away in many dimensions.
    private List<double[]> RawWithin(TrustRegion within, RandomStream stream)
    {
        var sobol = new SobolSequence(space.Encoding.Uniforms, stream);
        var uniforms = new double[sobol.Dimension];
        var share = Math.Min(1, MovedTogether / space.Encoding.Continuous.Count);
        var points = new List<double[]>();
        for (var index = 0U; index < RawPoints; index++)
        {
            sobol.Point(index, uniforms);
            var point = space.Encoding.Sample(uniforms);
            var (drawn, center) = (space.Encoding.Variables(point), space.Encoding.Variables(within.Center));
            for (var k = 0; k < drawn.Length; k++)
            {
                var (lower, upper) = Range(k);
                space.Encoding.Place(k, stream.NextUniform() < share ? lower + (drawn[k] * (upper - lower)) : center[k], point);
            }

            if (space.IsFeasible(point))
            {
                points.Add(point);
            }
        }

        return points;
    }

    private List<double[]> Near(IReadOnlyList<double[]> promising, RandomStream stream)
    {
        var points = new List<double[]>();
        foreach (var center in promising.Take(Promising))
        {
            points.AddRange(space.Encoding.Neighbours(center).Where(space.IsFeasible));
            for (var k = 0; k < AroundEach && space.Encoding.Continuous.Count > 0; k++)
            {
                var point = (double[])center.Clone();
                var variables = space.Encoding.Variables(center);
                for (var v = 0; v < variables.Length; v++)
                {
                    var (lower, upper) = Range(v);
                    space.Encoding.Place(v, Math.Clamp(variables[v] + (Reaches[k % Reaches.Length] * stream.NextNormal()), lower, upper), point);
                }

                if (space.IsFeasible(point))
                {
                    points.Add(point);
                }
            }
        }

        return points;
    }

    private static double[] Score(IAcquisition acquisition, List<double[]> points, BestFound found)
    {
        var scores = acquisition.Score(points);
        for (var i = 0; i < points.Count; i++)
        {
            found.Offer(points[i], scores[i]);
        }

        return scores;
    }

    // The best, but no two within a hundredth of the cube of each other: they would climb the same hill.
    private static List<double[]> Best(List<double[]> points, double[] scores, int count)
    {
        var order = Enumerable.Range(0, points.Count).OrderByDescending(i => scores[i]).ThenBy(i => i);
        var chosen = new List<double[]>();
        foreach (var i in order)
        {
            if (chosen.TrueForAll(other => AreApart(other, points[i])))
            {
                chosen.Add(points[i]);
                if (chosen.Count == count)
                {
                    break;
                }
            }
        }

        return chosen;
    }

    private static bool AreApart(double[] a, double[] b)
    {
        for (var d = 0; d < a.Length; d++)
        {
            if (Math.Abs(a[d] - b[d]) > 0.01)
            {
                return true;
            }
        }

        return false;
    }

    private void Climb(IAcquisition acquisition, double[] point, BestFound found)
    {
        var value = double.NegativeInfinity;
        for (var round = 0; round < Rounds; round++)
        {
            var before = value;
            (point, value) = Ascend(acquisition, point);
            found.Offer(point, value);
            (point, value) = Move(acquisition, point, value, found);
            if (value <= before + 1e-6)
            {
                break;
            }
        }
    }

    private (double[] Point, double Value) Ascend(IAcquisition acquisition, double[] start)
    {
        var point = (double[])start.Clone();
        var full = new double[point.Length];
        if (space.Encoding.Continuous.Count == 0)
        {
            return (point, acquisition.Evaluate(point, full));
        }

        double[] lower = [.. space.Encoding.Continuous.Select((_, k) => Range(k).Lower)];
        double[] upper = [.. space.Encoding.Continuous.Select((_, k) => Range(k).Upper)];
        if (_curved)
        {
            return new ConstrainedAscent(space, lower, upper).From(acquisition, start);
        }

        var x = space.Encoding.Variables(point);
        var search = new BoundedLbfgs(lower, upper) { MaximumSteps = 60, GradientTolerance = 1e-5, ValueTolerance = 1e-8, FirstStep = 0.05 };
        var value = search.Minimize(x, (trial, gradient) =>
        {
            space.Encoding.Place(trial, point);
            if (!space.IsFeasible(point))
            {
                gradient.Clear();
                return double.PositiveInfinity;
            }

            var result = -acquisition.Evaluate(point, full);
            space.Encoding.Pull(point, full, gradient);
            for (var k = 0; k < gradient.Length; k++)
            {
                gradient[k] = -gradient[k];
            }

            return result;
        });
        space.Encoding.Place(x, point);
        return (point, -value);
    }

    // Where a variable may go: a periodic one a turn further on both sides, so that no search ends at its bounds, and a region leaves it free.
    private (double Lower, double Upper) Range(int variable) => space.Encoding.Continuous[variable].IsPeriodic ? (-1, 2)
        : region is null ? (0, 1)
        : (region.Lower[space.Encoding.Coordinate(variable)], region.Upper[space.Encoding.Coordinate(variable)]);

    // Discrete neighbours always; steps of continuous coordinates only where constraints may have stopped the ascent.
    private (double[] Point, double Value) Move(IAcquisition acquisition, double[] point, double value, BestFound found)
    {
        var constrained = space.Space.Constraints.Count > 0 && space.Encoding.Continuous.Count > 0;
        for (var reach = 0.1; reach > LeastReach;)
        {
            List<double[]> moves = [.. (constrained ? PatternMoves.Around(space, point, reach) : space.Encoding.Neighbours(point)).Where(space.IsFeasible)];
            if (moves.Count == 0)
            {
                return (point, value);
            }

            var scores = Score(acquisition, moves, found);
            var best = Array.IndexOf(scores, scores.Max());
            if (scores[best] > value + 1e-9)
            {
                (point, value) = (moves[best], scores[best]);
            }
            else if (constrained)
            {
                reach /= 3;
            }
            else
            {
                return (point, value);
            }
        }

        return (point, value);
    }

    // Every point seen was excluded: on a finite grid walk on from the raw points until a free one appears.
    private ScoredCandidate? Exhaust(IAcquisition acquisition, IReadOnlySet<Candidate> excluded, List<double[]> raw)
    {
        if (space.Encoding.Continuous.Count > 0 || raw.Count == 0)
        {
            return null;
        }

        var seen = new HashSet<Candidate>();
        var queue = new Queue<double[]>(raw);
        while (queue.TryDequeue(out var point))
        {
            var candidate = space.Encoding.Decode(point);
            if (!seen.Add(candidate))
            {
                continue;
            }

            if (!excluded.Contains(candidate))
            {
                return new(candidate, point, acquisition.Score([point])[0]);
            }

            foreach (var neighbour in space.Encoding.Neighbours(point).Where(space.IsFeasible))
            {
                queue.Enqueue(neighbour);
            }
        }

        return null;
    }
}
