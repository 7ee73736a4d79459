namespace ClosedLoop.Optimization;

/// <summary>What the value of a trial is multiplied by: a probability that it counts, or one over its cost. Given as its logarithm, which is added.</summary>
internal interface IAcquisitionFactor
{
    /// <summary>Log of the factor at an encoded point; adds its gradient to <paramref name="gradient"/>.</summary>
    double Evaluate(ReadOnlySpan<double> point, Span<double> gradient);

    /// <summary>Logs of the factor at many encoded points.</summary>
    double[] Score(IReadOnlyList<double[]> points);

    /// <summary>The factor given that a trial is in flight.</summary>
    IAcquisitionFactor Pend(double[] point);

    /// <summary>Whether this is a probability that the trial counts at all.</summary>
    bool IsProbability { get; }
}
