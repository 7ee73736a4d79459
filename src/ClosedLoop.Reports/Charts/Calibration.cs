using ClosedLoop.Domain;

namespace ClosedLoop.Reports;

/// <summary>How well predictions made before the measurements agree with them.</summary>
/// <param name="Pairs">Trials with a prediction and a measurement.</param>
/// <param name="Covered">How many measurements lie within the 95 % interval of their prediction.</param>
/// <param name="RootMeanSquareError">In the objective's unit.</param>
/// <param name="RootMeanSquareZ">Error in predicted standard deviations; 1 when the uncertainties are right.</param>
internal sealed record Calibration(IReadOnlyList<PredictedPair> Pairs, int Covered, double RootMeanSquareError, double RootMeanSquareZ)
{
    /// <summary>Half the 95 % interval of a normal distribution in standard deviations.</summary>
    public const double Sigmas = 1.959963984540054;

    /// <summary>The share of measurements within their intervals.</summary>
    public double Coverage => Covered / (double)Pairs.Count;

    /// <summary>The figures of one objective; no pairs when nothing was predicted and measured.</summary>
    public static Calibration Of(CampaignHistory history, Objective objective)
    {
        var pairs = history.Observed
            .Where(trial => trial.Value(objective.Name) is not null
                && trial.Prediction(objective.Name) is { } p
                && double.IsFinite(p.Mean)
                && double.IsFinite(p.StandardDeviation))
            .Select(trial => new PredictedPair(
                trial,
                trial.Value(objective.Name)!.Value,
                trial.Prediction(objective.Name)!.Mean,
                trial.Prediction(objective.Name)!.StandardDeviation))
            .ToList();
        double RootMeanSquare(Func<PredictedPair, double> error) =>
            Math.Sqrt(pairs.Select(pair => Math.Pow(error(pair), 2)).DefaultIfEmpty(double.NaN).Average());
        return new Calibration(
            pairs,
            pairs.Count(pair => pair.IsCovered),
            RootMeanSquare(pair => pair.Measured - pair.Mean),
            RootMeanSquare(pair => pair.StandardDeviation > 0 ? (pair.Measured - pair.Mean) / pair.StandardDeviation : 0));
    }
}
