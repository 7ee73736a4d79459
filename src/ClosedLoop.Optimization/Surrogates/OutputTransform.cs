namespace ClosedLoop.Optimization;

/// <summary>
/// An increasing map of values before they are standardized: nothing, or the logarithm of the distance from an anchor. Beyond the anchor, where no observation
/// was when it was chosen, the map goes on as a straight line, so that it has an inverse everywhere.
/// </summary>
/// <param name="Anchor">Where the logarithm begins, in modelled units.</param>
/// <param name="Unit">Distance from the anchor within which the map is nearly straight, in modelled units; positive.</param>
/// <param name="Direction">1: large values are compressed; −1: low values are; 0: none.</param>
internal sealed record OutputTransform(double Anchor, double Unit, int Direction)
{
    // Shares of the distance between median and anchor; the smaller, the more decades are told apart.
    private static readonly double[] Units = [1, 0.1, 0.01];

    // Tails whose lengths differ by less are nothing for a logarithm.
    private const double LeastSkew = 2;

    /// <summary>Leaves values as they are.</summary>
    public static OutputTransform Identity { get; } = new(0, 1, 0);

    public bool IsIdentity => Direction == 0;

    /// <summary>The maps worth a comparison with none: logarithms that compress the longer tail.</summary>
    public static IEnumerable<OutputTransform> Candidates(IReadOnlyList<double> values)
    {
        var sorted = values.Order().ToArray();
        var (least, median, greatest) = (sorted[0], sorted[sorted.Length / 2], sorted[^1]);
        var (below, above) = ((median / 2) - (least / 2), (greatest / 2) - (median / 2));
        if (!(below > 0 && above > 0) || Math.Max(Math.Abs(least), Math.Abs(greatest)) > 1e100)
        {
            return [];
        }

        return above > LeastSkew * below ? Units.Select(share => new OutputTransform(least, 2 * share * below, 1))
            : below > LeastSkew * above ? Units.Select(share => new OutputTransform(greatest, 2 * share * above, -1))
            : [];
    }

    public double Apply(double value) => Direction == 0 ? value : Direction * Compress(Direction * ((value / Unit) - (Anchor / Unit)));

    public double Invert(double mapped) => Direction == 0 ? mapped : Anchor + (Direction * Unit * Expand(Direction * mapped));

    /// <summary>Derivative of <see cref="Apply"/>.</summary>
    public double Slope(double value) =>
        Direction == 0 ? 1 : 1 / (Unit * Math.Max(1, 1 + (Direction * ((value / Unit) - (Anchor / Unit)))));

    /// <inheritdoc/>
    public override string ToString() => Direction switch
    {
        0 => "values as they are",
        1 => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"logarithm of the distance above {Anchor:G4}, in units of {Unit:G3}"),
        _ => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"logarithm of the distance below {Anchor:G4}, in units of {Unit:G3}"),
    };

    // ln(1 + t) without loss near zero would be log1p; t is either far from zero or its rounding does not matter to a model.
    private static double Compress(double t) => t > 0 ? Math.Log(1 + t) : t;

    private static double Expand(double z) => z > 0 ? Math.Exp(Math.Min(z, LargestExponent)) - 1 : z;

    // Beyond, nothing is meant.
    private const double LargestExponent = 300;
}
