namespace ClosedLoop.Domain;

/// <summary>A number with its derivative along one direction: forward-mode automatic differentiation (Griewank and Walther 2008).</summary>
/// <param name="Value">The number.</param>
/// <param name="Slope">Its derivative.</param>
public readonly record struct Dual(double Value, double Slope)
{
    /// <summary>Sum.</summary>
    public static Dual operator +(Dual a, Dual b) => new(a.Value + b.Value, a.Slope + b.Slope);

    /// <summary>Difference.</summary>
    public static Dual operator -(Dual a, Dual b) => new(a.Value - b.Value, a.Slope - b.Slope);

    /// <summary>Product.</summary>
    public static Dual operator *(Dual a, Dual b) => new(a.Value * b.Value, (a.Slope * b.Value) + (a.Value * b.Slope));

    /// <summary>Quotient.</summary>
    public static Dual operator /(Dual a, Dual b) => new(a.Value / b.Value, (a.Slope - (a.Value / b.Value * b.Slope)) / b.Value);

    /// <summary>a to the power b. What does not vary adds nothing to the slope, even where its own derivative has no value.</summary>
    public static Dual Power(Dual a, Dual b)
    {
        var value = Math.Pow(a.Value, b.Value);
        var slope = (a.Slope == 0 ? 0 : b.Value * Math.Pow(a.Value, b.Value - 1) * a.Slope) + (b.Slope == 0 ? 0 : value * Math.Log(a.Value) * b.Slope);
        return new(value, slope);
    }
}
