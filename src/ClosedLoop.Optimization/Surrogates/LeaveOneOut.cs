namespace ClosedLoop.Optimization;

/// <summary>Each observation predicted from all the others, or from those of other folds, at fixed hyper-parameters, in standardized units.</summary>
/// <param name="Values">What was observed.</param>
/// <param name="Means">What the others predict.</param>
/// <param name="Deviations">Standard deviation of a measurement that the others predict.</param>
internal sealed record LeaveOneOut(double[] Values, double[] Means, double[] Deviations)
{
    /// <summary>Share of observations inside the central interval of a probability.</summary>
    public double Coverage(double probability)
    {
        var limit = NormalDistribution.Quantile(0.5 + (probability / 2));
        return Enumerable.Range(0, Values.Length).Count(i => Math.Abs(Values[i] - Means[i]) <= limit * Deviations[i]) / (double)Values.Length;
    }

    /// <summary>By how many predicted deviations each observation lies above its prediction.</summary>
    public double[] Standardized() => [.. Values.Select((value, i) => (value - Means[i]) / Deviations[i])];

    /// <summary>Log predictive density of each observation.</summary>
    public IEnumerable<double> LogDensities() => Enumerable.Range(0, Values.Length)
        .Select(i => NormalDistribution.LogDensity((Values[i] - Means[i]) / Deviations[i]) - Math.Log(Deviations[i]));

    /// <summary>Mean negative log predictive density.</summary>
    public double NegativeLogDensity() => -LogDensities().Average();

    /// <summary>Root of the mean squared error in modelled units.</summary>
    public double RootMeanSquare(OutputScale scale) => Math.Sqrt(Enumerable.Range(0, Values.Length)
        .Average(i => Math.Pow(scale.Restore(Values[i]) - scale.Moments(Means[i], Deviations[i]).Mean, 2)));
}
