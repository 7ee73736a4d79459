using ClosedLoop.Domain;

namespace ClosedLoop.Optimization;

/// <summary>
/// What to make of predicted deviations, learnt from how far held-out observations lay from their predictions: the quantiles of the standardized residuals
/// replace those of the normal distribution (Kuleshov, Fenner, Ermon 2018, with the finite-sample level of split conformal prediction: Vovk et al. 2005).
/// Residuals are taken without their sign, which halves what has to be learnt. A few imaginary normal residuals make the map the identity while data are few.
/// </summary>
internal sealed class Recalibration
{
    // Imaginary residuals of a calibrated model.
    private const double PriorRows = 10;

    // A residual counts at most as so many deviations in the variance: one gross error must not widen everything.
    private const double Greatest = 5;

    private readonly double[] _residuals;
    private readonly double[] _multipliers;

    /// <param name="standardized">Residuals of held-out observations, divided by predicted deviations.</param>
    /// <param name="fitted">Hyper-parameters that have seen what was held out: each takes a degree of freedom, so that residuals are a little too small.</param>
    public Recalibration(IReadOnlyCollection<double> standardized, int fitted = 0)
    {
        var optimism = Math.Sqrt(1 + (fitted / (standardized.Count + PriorRows)));
        _residuals = [.. standardized.Select(z => Math.Abs(z) * optimism).Order()];
        Scale = Math.Sqrt((_residuals.Sum(z => Math.Min(z, Greatest) * Math.Min(z, Greatest)) + PriorRows) / (_residuals.Length + PriorRows));
        _multipliers = [.. CalibrationFigures.Levels.Select(HalfWidth)];
    }

    /// <summary>Leaves predictions as they are.</summary>
    public static Recalibration None { get; } = new([]);

    /// <summary>Factor of predicted standard deviations.</summary>
    public double Scale { get; }

    /// <summary>For each of <see cref="CalibrationFigures.Levels"/> half the width of the central interval in predicted deviations.</summary>
    public IReadOnlyList<double> HalfWidths => _multipliers;

    /// <summary>Half the width of the central interval of a probability in predicted deviations.</summary>
    public double HalfWidth(double probability)
    {
        var n = _residuals.Length;
        if (n == 0)
        {
            return NormalDistribution.Quantile(0.5 + (probability / 2));
        }

        // The observation to come is one more: of n residuals the one of rank (n + 1) p covers it with probability p.
        var level = probability + Math.Min(probability / (n + PriorRows), (1 - probability) / 2);
        var (below, above) = (0.0, Math.Max(_residuals[^1], 10));
        for (var step = 0; step < 60; step++)
        {
            var middle = (below + above) / 2;
            (below, above) = Share(middle) < level ? (middle, above) : (below, middle);
        }

        return above;
    }

    // Share of residuals, real and imaginary, within a distance.
    private double Share(double distance)
    {
        var found = Array.BinarySearch(_residuals, distance);
        var within = found >= 0 ? found + 1 : ~found;
        while (within < _residuals.Length && _residuals[within] <= distance)
        {
            within++;
        }

        return (within + (PriorRows * ((2 * NormalDistribution.Cumulative(distance)) - 1))) / (_residuals.Length + PriorRows);
    }
}
