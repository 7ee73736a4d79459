using System.Globalization;

namespace ClosedLoop.Optimization;

/// <summary>
/// An increasing map of values before they are standardized: none, or arsinh of the distance from an anchor, a logarithm far above it that is smooth and nearly
/// straight around it, so that it has an inverse everywhere and bends nothing where the best values are.
/// </summary>
/// <param name="Anchor">Where the map is steepest, in modelled units.</param>
/// <param name="Unit">Distance from the anchor within which the map is nearly straight, in modelled units; zero for no map.</param>
internal sealed record OutputTransform(double Anchor, double Unit)
{
    // Shares of the distance between median and anchor; the smaller, the more decades are told apart.
    private static readonly double[] Units = [1, 0.1, 0.01];

    // Tails whose lengths differ by less are nothing for a logarithm.
    private const double LeastSkew = 2;

    // Beyond these values arithmetic itself would need care.
    private const double LargestValue = 1e100;

    // Beyond, nothing is meant.
    private const double LargestExponent = 300;

    /// <summary>Leaves values as they are.</summary>
    public static OutputTransform Identity { get; } = new(0, 0);

    public bool IsIdentity => Unit == 0;

    /// <summary>
    /// The maps worth a comparison with none. Lower is better, so only a long tail of large values is compressed: the other way round the best values would be.
    /// </summary>
    public static IEnumerable<OutputTransform> Candidates(IReadOnlyList<double> values)
    {
        var sorted = values.Order().ToArray();
        var (least, median, greatest) = (sorted[0], sorted[sorted.Length / 2], sorted[^1]);
        return least < median && greatest - median > LeastSkew * (median - least) && Math.Max(-least, greatest) < LargestValue
            ? Units.Select(share => new OutputTransform(least, share * (median - least)))
            : [];
    }

    public double Apply(double value) => IsIdentity ? value : Math.Asinh((value - Anchor) / Unit);

    public double Invert(double mapped) => IsIdentity ? mapped : Anchor + (Unit * Math.Sinh(Math.Clamp(mapped, -LargestExponent, LargestExponent)));

    /// <summary>Derivative of <see cref="Apply"/>.</summary>
    public double Slope(double value)
    {
        var distance = (value - Anchor) / Unit;
        return IsIdentity ? 1 : 1 / (Unit * Math.Sqrt(1 + (distance * distance)));
    }

    /// <inheritdoc/>
    public override string ToString() =>
        IsIdentity ? "value itself" : string.Create(CultureInfo.InvariantCulture, $"arsinh of the distance from {Anchor:G4} in units of {Unit:G3}");
}
