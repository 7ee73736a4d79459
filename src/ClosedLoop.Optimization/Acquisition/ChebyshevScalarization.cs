using ClosedLoop.Domain;

namespace ClosedLoop.Optimization;

/// <summary>
/// Several losses as one: ParEGO's augmented Chebyshev norm with random weights (Knowles 2006). Each loss is first scaled to [0, 1] over what was observed.
/// </summary>
internal static class ChebyshevScalarization
{
    private const double Augmentation = 0.05;

    /// <summary>Weights drawn uniformly from the simplex.</summary>
    public static double[] Weights(int objectives, RandomStream stream)
    {
        var shares = new double[objectives];
        for (var o = 0; o < objectives; o++)
        {
            shares[o] = -Math.Log(stream.NextUniform());
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
        var scalars = new double[values[0].Length];
        var largest = new double[scalars.Length];
        for (var o = 0; o < objectives.Count; o++)
        {
            var losses = values[o].Select(objectives[o].Loss).ToArray();
            var (least, most) = (losses.Min(), losses.Max());
            for (var i = 0; i < scalars.Length; i++)
            {
                // Halved, so that the difference of huge values stays finite.
                var range = (most / 2) - (least / 2);
                var weighted = range > 0 ? weights[o] * (((losses[i] / 2) - (least / 2)) / range) : 0;
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
}
