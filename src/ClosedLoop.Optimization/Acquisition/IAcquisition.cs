namespace ClosedLoop.Optimization;

/// <summary>What a further trial at a point is worth; higher is better.</summary>
internal interface IAcquisition
{
    /// <summary>Short name, such as <c>logEI</c>.</summary>
    string Name { get; }

    /// <summary>Value at an encoded point; writes the gradient.</summary>
    double Evaluate(ReadOnlySpan<double> point, Span<double> gradient);

    /// <summary>Values of many encoded points at once.</summary>
    double[] Score(IReadOnlyList<double[]> points);
}
