namespace ClosedLoop.Optimization;

/// <summary>Between values in modelled units and their standardized form, on which surrogates work: first the transform, then centre and spread.</summary>
/// <param name="Center">Mean of the transformed values.</param>
/// <param name="Spread">Standard deviation of the transformed values; their size when they do not vary.</param>
internal sealed record OutputScale(double Center, double Spread)
{
    /// <summary>What values go through before they are standardized.</summary>
    public OutputTransform Transform { get; init; } = OutputTransform.Identity;

    public static OutputScale Of(IReadOnlyList<double> values)
    {
        // Scaled first, so that neither sums nor squares overflow.
        var largest = values.Max(Math.Abs);
        var unit = largest > 0 ? largest : 1;
        var mean = values.Sum(value => value / unit / values.Count);
        var variance = values.Count > 1 ? values.Sum(value => ((value / unit) - mean) * ((value / unit) - mean)) / (values.Count - 1) : 0;
        var spread = Math.Sqrt(variance);

        // A spread at rounding level is no information.
        return new(mean * unit, spread > 1e-12 * Math.Abs(mean) ? Math.Max(spread * unit, double.Epsilon / 1e-16) : unit);
    }

    /// <summary>The scale of transformed values.</summary>
    public static OutputScale Of(IReadOnlyList<double> values, OutputTransform transform) =>
        transform.IsIdentity ? Of(values) : Of([.. values.Select(transform.Apply)]) with { Transform = transform };

    public double Standardize(double value) => (Transform.Apply(value) / Spread) - (Center / Spread);

    public double Restore(double standardized) => Transform.Invert(Center + (standardized * Spread));

    /// <summary>How much a small step of the value moves its standardized form.</summary>
    public double Slope(double value) => Transform.Slope(value) / Spread;

    /// <summary>A small standardized deviation in modelled units, at the median of standardized values.</summary>
    public double Typical(double deviation, double[] standardized) => deviation / Slope(Restore(standardized.Order().ElementAt(standardized.Length / 2)));

    /// <summary>Mean and standard deviation in modelled units of what is normal in standardized ones.</summary>
    public (double Mean, double Deviation) Moments(double mean, double deviation)
    {
        if (Transform.IsIdentity)
        {
            return (Restore(mean), deviation * Spread);
        }

        var (first, second) = (0.0, 0.0);
        var center = Restore(mean);
        for (var k = 0; k < NormalQuadrature.Nodes.Count; k++)
        {
            var (node, weight) = NormalQuadrature.Nodes[k];
            var apart = Restore(mean + (deviation * node)) - center;
            first += weight * apart;
            second += weight * apart * apart;
        }

        return (center + first, Math.Sqrt(Math.Max(0, second - (first * first))));
    }
}
