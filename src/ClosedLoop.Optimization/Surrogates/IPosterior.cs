namespace ClosedLoop.Optimization;

/// <summary>
/// The distribution of a latent function, in standardized units: one variance everywhere and one mean for each scenario of what pending trials may yield
/// (a single scenario when nothing is pending).
/// </summary>
internal interface IPosterior
{
    /// <summary>Number of scenarios.</summary>
    int Scenarios { get; }

    /// <summary>Number of coordinates of a point.</summary>
    int Dimension { get; }

    /// <summary>Scratch space for predictions of this posterior.</summary>
    PosteriorPoint Scratch();

    /// <summary>
    /// Means (one for each scenario) and the standard deviation at a point; what <see cref="Gradient"/> needs stays in <paramref name="at"/>.
    /// </summary>
    double Predict(ReadOnlySpan<double> point, Span<double> means, PosteriorPoint at);

    /// <summary>Gradient of Σ meanWeights · means + deviationWeight · deviation at the point last predicted.</summary>
    void Gradient(PosteriorPoint at, ReadOnlySpan<double> meanWeights, double deviationWeight, Span<double> gradient);

    /// <summary>Means (rows × scenarios) and deviations of many points at once.</summary>
    void Predict(IReadOnlyList<double[]> points, Span<double> means, Span<double> deviations);

    /// <summary>Means alone (rows × scenarios) of many points at once.</summary>
    void Means(IReadOnlyList<double[]> points, Span<double> means) => Predict(points, means, new double[points.Count]);

    /// <summary>
    /// Standard deviation of the average of the latent values at some points; the average of their deviations, which is at least as much, where their joint
    /// distribution is not known.
    /// </summary>
    double AverageDeviation(IReadOnlyList<double[]> points)
    {
        var deviations = new double[points.Count];
        Predict(points, new double[points.Count * Scenarios], deviations);
        return deviations.Average();
    }

    /// <summary>The posterior given also the latent values at a further point, one for each scenario.</summary>
    IPosterior Condition(ReadOnlySpan<double> point, ReadOnlySpan<double> values);
}
