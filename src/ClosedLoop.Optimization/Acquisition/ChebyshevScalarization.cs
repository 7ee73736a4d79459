using ClosedLoop.Domain;

namespace ClosedLoop.Optimization;

/// <summary>
/// Several losses as one: ParEGO's augmented Chebyshev norm with random weights (Knowles 2006). Each loss is first scaled to [0, 1] over
/// the front found so far, so that one poor value far behind it does not flatten it.
/// </summary>
internal static class ChebyshevScalarization
{
    private const double Augmentation = 0.05;

    /// <summary>Weights spread uniformly over the simplex: successive indices of a scrambled Sobol sequence, so that few proposals cover it evenly.</summary>
    public static double[] Weights(int objectives, int index, RandomStream stream)
    {
        var shares = new double[objectives];
        if (objectives == 2)
        {
            // One number suffices, and is spread more evenly than the ratio of two.
            new SobolSequence(1, stream).Point((uint)index, shares.AsSpan(0, 1));
            return [shares[0], 1 - shares[0]];
        }

        new SobolSequence(objectives, stream).Point((uint)index, shares);
        for (var o = 0; o < objectives; o++)
        {
            shares[o] = -Math.Log(shares[o]);
        }

        var sum = shares.Sum();
        return [.. shares.Select(share => share / sum)];
    }

    /// <summary>One loss for each observation.</summary>
    /// <param name="objectives">The objectives.</param>
    /// <param name="values">For each objective its values.</param>
    /// <param name="weights">One weight for each objective.</param>
    public static double[] Scalarize(IReadOnlyList<Objective> objectives, IReadOnlyList<double[]> values, double[] weights)
    {
        double[][] losses = [.. objectives.Select((objective, o) => values[o].Select(objective.Loss).ToArray())];
        var front = Front(losses);
        var scalars = new double[values[0].Length];
        var largest = new double[scalars.Length];
        for (var o = 0; o < losses.Length; o++)
        {
            var least = losses[o].Min();
            var most = front.Max(i => losses[o][i]);

            // Halved, so that the difference of huge values stays finite.
            var range = (most / 2) - (least / 2);
            range = range > 0 ? range : (losses[o].Max() / 2) - (least / 2);
            for (var i = 0; i < scalars.Length; i++)
            {
                var weighted = range > 0 ? weights[o] * Compress(((losses[o][i] / 2) - (least / 2)) / range) : 0;
                largest[i] = Math.Max(largest[i], weighted);
                scalars[i] += Augmentation * weighted;
            }
        }

        for (var i = 0; i < scalars.Length; i++)
        {
            scalars[i] += largest[i];
        }

        return scalars;
    }

    // What lies behind the front matters less the farther it is; a logarithm keeps order and slope at its edge.
    private static double Compress(double scaled) => scaled <= 1 ? scaled : 1 + Math.Log(scaled);

    private static List<int> Front(double[][] losses)
    {
        var all = Enumerable.Range(0, losses[0].Length).ToArray();
        return [.. all.Where(i => !Array.Exists(all, j => Array.TrueForAll(losses, l => l[j] <= l[i]) && Array.Exists(losses, l => l[j] < l[i])))];
    }
}
