namespace ClosedLoop.Optimization;

/// <summary>
/// Shapley values of a prediction: each parameter's average change of the expected prediction when its value becomes known after those of others (Shapley
/// 1953; Štrumbelj, Kononenko 2014; with independent inputs). What is not known is averaged over a background of random points. They sum to f(x) less the
/// background's average.
/// </summary>
/// <param name="Average">The background's average.</param>
/// <param name="Predicted">f(x).</param>
/// <param name="Contributions">One for each parameter.</param>
internal sealed record Shapley(double Average, double Predicted, double[] Contributions)
{
    // Beyond these all subsets are too many.
    private const int MostEnumerated = 8;

    private const int Repetitions = 8;

    /// <summary>Exact for few parameters, else from random orders.</summary>
    public static Shapley Of(
        IReadOnlyList<ParameterBlock> blocks, Func<IReadOnlyList<double[]>, double[]> surface, double[] point, IReadOnlyList<double[]> background, RandomStream stream) =>
        blocks.Count <= MostEnumerated ? Enumerate(blocks, surface, point, background) : Sample(blocks, surface, point, background, stream);

    /// <summary>All subsets of known parameters.</summary>
    public static Shapley Enumerate(
        IReadOnlyList<ParameterBlock> blocks, Func<IReadOnlyList<double[]>, double[]> surface, double[] point, IReadOnlyList<double[]> background)
    {
        var p = blocks.Count;
        var expected = new double[1 << p];
        for (var known = 0; known < expected.Length; known++)
        {
            expected[known] = surface([.. background.Select(other => With(blocks, known, point, other))]).Average();
        }

        // |S|! (p − |S| − 1)! / p! for each size of S.
        var weights = new double[p];
        for (var size = 0; size < p; size++)
        {
            weights[size] = 1.0 / p;
            for (var k = 1; k <= size; k++)
            {
                weights[size] *= k / (double)(p - k);
            }
        }

        var contributions = new double[p];
        for (var known = 0; known < expected.Length; known++)
        {
            for (var i = 0; i < p; i++)
            {
                if ((known >> i & 1) == 0)
                {
                    contributions[i] += weights[System.Numerics.BitOperations.PopCount((uint)known)] * (expected[known | 1 << i] - expected[known]);
                }
            }
        }

        return new(expected[0], expected[^1], contributions);
    }

    /// <summary>
    /// Random orders, each with its reverse (Mitchell et al. 2022), each from a point of the background to the point in question, one parameter after another. Every
    /// background point serves equally often, so the sum is right whatever the orders.
    /// </summary>
    public static Shapley Sample(
        IReadOnlyList<ParameterBlock> blocks, Func<IReadOnlyList<double[]>, double[]> surface, double[] point, IReadOnlyList<double[]> background, RandomStream stream)
    {
        var contributions = new double[blocks.Count];
        var order = Enumerable.Range(0, blocks.Count).ToArray();
        var share = 1.0 / (2 * Repetitions * background.Count);
        for (var walk = 0; walk < 2 * Repetitions * background.Count; walk++)
        {
            if (walk % 2 == 0)
            {
                stream.Shuffle<int>(order);
            }
            else
            {
                Array.Reverse(order);
            }

            var path = new List<double[]> { background[walk / 2 % background.Count] };
            foreach (var i in order)
            {
                path.Add(blocks[i].From(point, path[^1]));
            }

            var values = surface(path);
            for (var k = 0; k < order.Length; k++)
            {
                contributions[order[k]] += (values[k + 1] - values[k]) * share;
            }
        }

        return new(surface(background).Average(), surface([point])[0], contributions);
    }

    private static double[] With(IReadOnlyList<ParameterBlock> blocks, int known, double[] point, double[] other)
    {
        var mixed = (double[])other.Clone();
        for (var i = 0; i < blocks.Count; i++)
        {
            if ((known >> i & 1) != 0)
            {
                point.AsSpan(blocks[i].Offset, blocks[i].Width).CopyTo(mixed.AsSpan(blocks[i].Offset));
            }
        }

        return mixed;
    }
}
