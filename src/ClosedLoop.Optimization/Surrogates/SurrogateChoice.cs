using System.Globalization;
using ClosedLoop.Domain;

namespace ClosedLoop.Optimization;

/// <summary>
/// Which surrogates may serve, and which of them does: the one whose leave-one-out predictions of the measurements have the greatest density (Vehtari, Ojanen 2012).
/// A polynomial must be better by more than chance, because far from the data it is surer than it should be.
/// </summary>
/// <param name="Kind">The one that the campaign's author demands, or automatic.</param>
/// <param name="Averages">Whether a Gaussian process may be averaged with a forest.</param>
/// <param name="Transforms">Whether values may be transformed: not where distances between them have a meaning of their own.</param>
internal sealed record SurrogateChoice(SurrogateKind Kind, bool Averages, bool Transforms)
{
    // Observations for each coefficient below which a polynomial is no candidate.
    private const double DataForEachCoefficient = 1.5;

    // Standard errors of the difference in density by which a polynomial must lead.
    private const double Lead = 2;

    /// <summary>A Gaussian process.</summary>
    public static SurrogateChoice Process { get; } = new(SurrogateKind.GaussianProcess, false, true);

    /// <summary>The surrogate chosen around a fitted Gaussian process, which has set outliers aside and scaled the values.</summary>
    public ISurrogate Of(GaussianProcess process, ulong seed) => Kind switch
    {
        SurrogateKind.GaussianProcess => process,
        SurrogateKind.Forest => ModelAverage.Forest(process, seed),
        SurrogateKind.Linear => PolynomialRegression.Fit(process.Data, process.Scale, 1),
        SurrogateKind.Polynomial => PolynomialRegression.Fit(process.Data, process.Scale, 2),
        _ => Best(process, Averages ? ModelAverage.Of(process, seed) : process),
    };

    private static ISurrogate Best(GaussianProcess process, ISurrogate favourite)
    {
        PolynomialRegression[] rivals =
        [
            .. Enumerable.Range(1, 2)
                .Where(degree => process.Data.Count >= DataForEachCoefficient * PolynomialRegression.Coefficients(process.Data.Dimension, degree))
                .Select(degree => PolynomialRegression.Fit(process.Data, process.Scale, degree)),
        ];
        if (rivals.Length == 0)
        {
            return favourite;
        }

        var own = favourite.LeaveOneOut().LogDensities().ToArray();
        double[][] others = [.. rivals.Select(rival => rival.LeaveOneOut().LogDensities().ToArray())];
        var compared = "log density of a measurement left out: "
            + string.Join(", ", rivals.Select((rival, r) => (rival.Name, Mean: others[r].Average())).Prepend((favourite.Name, Mean: own.Average()))
                .Select(each => string.Create(CultureInfo.InvariantCulture, $"{each.Name} {each.Mean:F2}")));
        process.Compared = compared;
        var ahead = Enumerable.Range(0, rivals.Length).Where(r => Leads(others[r], own)).ToArray();
        return ahead.Length == 0 ? favourite : rivals[ahead.MaxBy(r => others[r].Average())].Having(compared);
    }

    private static bool Leads(double[] densities, double[] others)
    {
        var differences = densities.Zip(others, (a, b) => a - b).ToArray();
        var mean = differences.Average();
        var error = Math.Sqrt(differences.Sum(d => (d - mean) * (d - mean)) / differences.Length / Math.Max(1, differences.Length - 1));
        return mean > Lead * error;
    }
}
