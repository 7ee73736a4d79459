using ClosedLoop.Domain;

namespace ClosedLoop.Reports;

/// <summary>How well predictions made before the measurements agree with them.</summary>
/// <param name="Pairs">Trials with a prediction and a measurement.</param>
/// <param name="Covered">How many measurements lie within the 95 % interval of their prediction.</param>
/// <param name="RootMeanSquareError">In the objective's unit.</param>
/// <param name="RootMeanSquareZ">Error in predicted standard deviations; 1 when the uncertainties are right.</param>
internal sealed record Calibration(IReadOnlyList<PredictedPair> Pairs, int Covered, double RootMeanSquareError, double RootMeanSquareZ)
{
    /// <summary>The share of measurements within their intervals.</summary>
    public double Coverage => Covered / (double)Pairs.Count;

    /// <summary>The figures of one objective; no pairs when nothing was predicted and measured.</summary>
    public static Calibration Of(CampaignHistory history, Objective objective)
    {
        var predicted = history.Observed
            .Where(trial => trial.Value(objective.Name) is not null
                && trial.Prediction(objective.Name) is { } p
                && double.IsFinite(p.Mean)
                && double.IsFinite(p.StandardDeviation))
            .Select(trial => (Trial: trial, Measured: trial.Value(objective.Name)!.Value, Expected: trial.Prediction(objective.Name)!))
            .ToList();
        var pairs = predicted.ConvertAll(each => new PredictedPair(
            each.Trial, each.Measured, each.Expected.Mean, each.Expected.Interval().Lower, each.Expected.Interval().Upper));
        double RootMeanSquare(Func<ObjectivePrediction, double> unit) => Math.Sqrt(predicted
            .Select(each => unit(each.Expected) is > 0 and var size ? Math.Pow((each.Measured - each.Expected.Mean) / size, 2) : 0)
            .DefaultIfEmpty(double.NaN).Average());
        return new Calibration(
            pairs,
            pairs.Count(pair => pair.IsCovered),
            RootMeanSquare(_ => 1),
            RootMeanSquare(expected => expected.StandardDeviation));
    }
}
