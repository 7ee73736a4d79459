namespace ClosedLoop.Optimization;

/// <summary>Maps values to zero mean and unit variance and back. Safe for constant and for huge values.</summary>
/// <param name="Center">Mean of the values.</param>
/// <param name="Spread">Standard deviation of the values; their size when they do not vary.</param>
internal sealed record OutputScale(double Center, double Spread)
{
    public static OutputScale Of(IReadOnlyList<double> values)
    {
        // Scaled first, so that neither sums nor squares overflow.
        var largest = values.Max(Math.Abs);
        var unit = largest > 0 ? largest : 1;
        var mean = values.Sum(value => value / unit / values.Count);
        var variance = values.Count > 1 ? values.Sum(value => ((value / unit) - mean) * ((value / unit) - mean)) / (values.Count - 1) : 0;
        var spread = Math.Sqrt(variance);

        // A spread at rounding level is no information.
        return new(mean * unit, spread > 1e-12 * Math.Abs(mean) ? spread * unit : unit);
    }

    public double Standardize(double value) => (value / Spread) - (Center / Spread);

    public double Restore(double standardized) => Center + (standardized * Spread);
}
