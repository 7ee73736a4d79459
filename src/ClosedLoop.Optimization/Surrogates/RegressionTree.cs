namespace ClosedLoop.Optimization;

/// <summary>
/// An extremely randomized regression tree (Geurts, Ernst, Wehenkel 2006): at each node one random cut for every coordinate that still varies, of which the one
/// that explains most variance is kept; grown until values or points no longer differ.
/// </summary>
internal sealed class RegressionTree
{
    private readonly List<Node> _nodes = [];

    private RegressionTree()
    {
    }

    /// <summary>Grows a tree.</summary>
    /// <param name="points">Encoded points.</param>
    /// <param name="values">Their values.</param>
    /// <param name="sample">Rows to learn from, repeats allowed; reordered.</param>
    /// <param name="stream">Chance of the cuts.</param>
    public static RegressionTree Grow(IReadOnlyList<double[]> points, double[] values, Span<int> sample, RandomStream stream)
    {
        var tree = new RegressionTree();
        tree.Add(points, values, sample, stream);
        return tree;
    }

    /// <summary>Mean and variance of the values in the leaf that a point falls into.</summary>
    public (double Mean, double Variance) Predict(ReadOnlySpan<double> point)
    {
        var node = _nodes[0];
        while (node.Coordinate >= 0)
        {
            node = _nodes[point[node.Coordinate] <= node.Cut ? node.Below : node.Above];
        }

        return (node.Mean, node.Variance);
    }

    private int Add(IReadOnlyList<double[]> points, double[] values, Span<int> sample, RandomStream stream)
    {
        var mean = 0.0;
        foreach (var i in sample)
        {
            mean += values[i] / sample.Length;
        }

        var variance = 0.0;
        foreach (var i in sample)
        {
            variance += (values[i] - mean) * (values[i] - mean) / sample.Length;
        }

        var index = _nodes.Count;
        _nodes.Add(new(-1, 0, -1, -1, mean, variance));
        if (variance > 0 && Split(points, values, sample, mean, stream) is { } split)
        {
            var middle = Partition(points, sample, split.Coordinate, split.Cut);
            var below = Add(points, values, sample[..middle], stream);
            var above = Add(points, values, sample[middle..], stream);
            _nodes[index] = new(split.Coordinate, split.Cut, below, above, mean, variance);
        }

        return index;
    }

    private static (int Coordinate, double Cut)? Split(IReadOnlyList<double[]> points, double[] values, ReadOnlySpan<int> sample, double mean, RandomStream stream)
    {
        (int Coordinate, double Cut)? best = null;
        var most = double.NegativeInfinity;
        for (var d = 0; d < points[0].Length; d++)
        {
            var (least, greatest) = (double.PositiveInfinity, double.NegativeInfinity);
            foreach (var i in sample)
            {
                (least, greatest) = (Math.Min(least, points[i][d]), Math.Max(greatest, points[i][d]));
            }

            var cut = least + (stream.NextUniform() * (greatest - least));
            if (!(cut < greatest))
            {
                continue;
            }

            var (count, sum) = (0, 0.0);
            foreach (var i in sample)
            {
                if (points[i][d] <= cut)
                {
                    count++;
                    sum += values[i] - mean;
                }
            }

            // Between-group sum of squares; both sides hold at least one point.
            var explained = sum * sum * sample.Length / ((double)count * (sample.Length - count));
            if (explained > most)
            {
                (best, most) = ((d, cut), explained);
            }
        }

        return best;
    }

    private static int Partition(IReadOnlyList<double[]> points, Span<int> sample, int coordinate, double cut)
    {
        var middle = 0;
        for (var i = 0; i < sample.Length; i++)
        {
            if (points[sample[i]][coordinate] <= cut)
            {
                (sample[i], sample[middle]) = (sample[middle], sample[i]);
                middle++;
            }
        }

        return middle;
    }

    private readonly record struct Node(int Coordinate, double Cut, int Below, int Above, double Mean, double Variance);
}
