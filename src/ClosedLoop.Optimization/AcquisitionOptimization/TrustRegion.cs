using System.Globalization;

namespace ClosedLoop.Optimization;

/// <summary>
/// The box in which many dimensions are searched (Eriksson et al. 2019, TuRBO): around the best point, longer along coordinates of long length scales; its size
/// doubles after successes in a row and halves after failures. A function of the told sequence: nothing is carried from one proposal to the next.
/// </summary>
/// <param name="Center">Encoded best point.</param>
/// <param name="Lower">Lower end of each coordinate.</param>
/// <param name="Upper">Upper end of each coordinate.</param>
internal sealed record TrustRegion(double[] Center, double[] Lower, double[] Upper)
{
    // Measured at the budgets that laboratories have, about a hundred trials: in fewer dimensions the whole space can be modelled, and in more so few observations say
    // less about where the best one lies than the model of the whole space does.
    private const int FewestDimensions = 20;
    private const int MostDimensions = 39;

    private const double FirstLength = 0.8;
    private const double LongestLength = 1.6;
    private const double ShortestLength = 0.0078125;
    private const int SuccessesToGrow = 3;
    private const int FewestFailuresToShrink = 4;

    // Of the best loss so far: less is no success.
    private const double LeastImprovement = 1e-3;

    /// <summary>What was done and why, in words.</summary>
    public string Reason => string.Create(
        CultureInfo.InvariantCulture,
        $"search: within a trust region around the best point, {Size:G3} of each range where length scales are alike, as there are {FewestDimensions} to {MostDimensions} continuous parameters");

    /// <summary>Whether a region helps with so many continuous parameters.</summary>
    public static bool Helps(int dimensions) => dimensions is >= FewestDimensions and <= MostDimensions;

    /// <summary>Side of the box where all length scales are alike.</summary>
    public double Size { get; private init; }

    /// <summary>The region after a sequence of observations.</summary>
    /// <param name="points">Encoded points in the order in which they were told.</param>
    /// <param name="losses">Lower is better.</param>
    /// <param name="initial">How many belong to the initial design.</param>
    /// <param name="scales">For each coordinate its length scale.</param>
    public static TrustRegion Of(IReadOnlyList<double[]> points, IReadOnlyList<double> losses, int initial, IReadOnlyList<double> scales)
    {
        var best = Enumerable.Range(0, points.Count).MinBy(i => losses[i]);
        var length = Length(losses, Math.Clamp(initial, 1, losses.Count), Math.Max(FewestFailuresToShrink, scales.Count));
        var mean = Math.Exp(scales.Average(scale => Math.Log(scale)));
        var center = points[best];
        return new(
            center,
            [.. center.Select((x, d) => Math.Max(0, x - (length * scales[d] / mean / 2)))],
            [.. center.Select((x, d) => Math.Min(1, x + (length * scales[d] / mean / 2)))])
        {
            Size = length,
        };
    }

    /// <summary>Side of the box, of one where all length scales are alike.</summary>
    public static double Length(IReadOnlyList<double> losses, int initial, int failuresToShrink)
    {
        var (length, best, successes, failures) = (FirstLength, losses.Take(initial).Min(), 0, 0);
        foreach (var loss in losses.Skip(initial))
        {
            var success = loss < best - (LeastImprovement * Math.Abs(best));
            best = Math.Min(best, loss);
            (successes, failures) = success ? (successes + 1, 0) : (0, failures + 1);
            if (successes == SuccessesToGrow)
            {
                (length, successes) = (Math.Min(LongestLength, 2 * length), 0);
            }
            else if (failures == failuresToShrink)
            {
                // Where nothing is left to gain nearby, the search begins anew from afar.
                (length, failures) = (length / 2 < ShortestLength ? FirstLength : length / 2, 0);
            }
        }

        return length;
    }
}
