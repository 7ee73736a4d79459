namespace ClosedLoop.Domain;

/// <summary>How predictions of what a model had not seen agree with what was measured.</summary>
/// <param name="Observations">How many were predicted.</param>
/// <param name="Coverage">For each of <see cref="Levels"/> the share of measurements inside the central interval of that probability.</param>
/// <param name="Sharpness">Root of the mean predicted variance, in the objective's unit: of two calibrated models the one with less says more.</param>
/// <param name="NegativeLogDensity">Mean negative log predictive density, of values in the objective's unit.</param>
/// <param name="RootMeanSquareError">Of predicted means, in the objective's unit.</param>
/// <param name="RSquared">1 − mean squared error / variance of the measurements; below 0 when the plain mean predicts better.</param>
public sealed record CalibrationFigures(
    int Observations,
    IReadOnlyList<double> Coverage,
    double Sharpness,
    double NegativeLogDensity,
    double RootMeanSquareError,
    double RSquared)
{
    /// <summary>The probabilities at which coverage is stated: .05, .10, … .95.</summary>
    public static IReadOnlyList<double> Levels { get; } = [.. Enumerable.Range(1, 19).Select(step => step / 20.0)];

    /// <summary>Area between the coverage curve and the diagonal, from 0 (calibrated) to 0.5; trapezoids between the levels.</summary>
    public double MiscalibrationArea => Coverage.Zip(Levels, (covered, level) => Math.Abs(covered - level)).Sum() / (Levels.Count + 1);

    /// <summary>Coverage at one of the levels, such as 0.9.</summary>
    public double At(double level) => Coverage[(int)Math.Round(level * 20) - 1];
}
