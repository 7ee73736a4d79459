namespace ClosedLoop.Optimization;

/// <summary>
/// The distribution function of Kumaraswamy, w(u) = 1 − (1 − uᵃ)ᵇ: bends a coordinate of the unit cube so that what varies unevenly along it varies evenly
/// (Snoek et al. 2014, "Input warping for Bayesian optimization of non-stationary functions").
/// </summary>
/// <param name="A">Exponent at the lower end; 1 with <paramref name="B"/> = 1 leaves the coordinate as it is.</param>
/// <param name="B">Exponent at the upper end.</param>
internal readonly record struct InputWarp(double A, double B)
{
    // Slopes may be infinite at the very ends.
    private const double Edge = 1e-6;

    public static InputWarp None { get; } = new(1, 1);

    public bool IsNone => A == 1 && B == 1;

    public double Apply(double u) => IsNone ? u : 1 - Math.Pow(1 - Math.Pow(Inside(u), A), B);

    /// <summary>∂w/∂u.</summary>
    public double Slope(double u)
    {
        if (IsNone)
        {
            return 1;
        }

        var x = Inside(u);
        return A * B * Math.Pow(x, A - 1) * Math.Pow(1 - Math.Pow(x, A), B - 1);
    }

    /// <summary>∂w/∂log a and ∂w/∂log b.</summary>
    public (double ByA, double ByB) ByExponents(double u)
    {
        var x = Inside(u);
        var power = Math.Pow(x, A);
        var rest = 1 - power;
        return (A * B * Math.Pow(rest, B - 1) * power * Math.Log(x), -B * Math.Pow(rest, B) * Math.Log(rest));
    }

    private static double Inside(double u) => Math.Clamp(u, Edge, 1 - Edge);
}
