namespace ClosedLoop.Optimization;

/// <summary>
/// The region that no point of a front dominates, below a reference point, as disjoint boxes (all objectives minimized; the lower ends may be open to −∞).
/// Slices along the last objective, each decomposed in the others: n boxes for two objectives, O(n²) for three, O(n³) for four.
/// </summary>
internal sealed class BoxDecomposition
{
    private readonly List<(int Lower, int Upper)[]> _boxes = [];

    /// <param name="points">Losses, one array for each point; dominated ones and those not below the reference are ignored.</param>
    /// <param name="reference">Losses that bound what counts.</param>
    public BoxDecomposition(IReadOnlyList<double[]> points, double[] reference)
    {
        double[][] front = [.. ParetoFront.Of([.. points.Where(point => point.Zip(reference).All(pair => pair.First < pair.Second))])];
        Levels = [.. reference.Select((bound, o) => front.Select(point => point[o]).Append(bound).Distinct().Order().ToArray())];
        int[][] ranks = [.. front.Select(point => point.Select((value, o) => Array.BinarySearch(Levels[o], value)).ToArray())];
        Slice(ranks, reference.Length, new (int, int)[reference.Length]);
    }

    /// <summary>For each objective the ascending values at which boxes begin and end; the last is the reference.</summary>
    public double[][] Levels { get; }

    /// <summary>For each box and objective the indices of its ends among <see cref="Levels"/>; −1 is −∞.</summary>
    public IReadOnlyList<(int Lower, int Upper)[]> Boxes => _boxes;

    private void Slice(int[][] front, int objectives, (int Lower, int Upper)[] box)
    {
        var last = objectives - 1;
        if (last == 0)
        {
            box[0] = (-1, front.Length == 0 ? Levels[0].Length - 1 : front.Min(point => point[0]));
            _boxes.Add([.. box]);
            return;
        }

        var cuts = front.Select(point => point[last]).Append(-1).Distinct().Order().ToArray();
        for (var c = 0; c < cuts.Length; c++)
        {
            box[last] = (cuts[c], c + 1 < cuts.Length ? cuts[c + 1] : Levels[last].Length - 1);
            Slice([.. front.Where(point => point[last] <= cuts[c])], last, box);
        }
    }
}
