using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace ClosedLoop.Optimization;

/// <summary>
/// The exponential function of eight numbers, the same in every bit on every machine and however well the code is compiled, within one unit in the last place.
/// <c>Vector512.Exp</c> is neither: what it gives depends on how often it has run.
/// </summary>
/// <remarks>
/// Cody and Waite 1980: x = n ln 2 + r, and a Taylor polynomial of r, whose first left-out term is below 2⁻⁵⁷ as |r| ≤ (ln 2)/2. Only sums, products and fused
/// products, each of which has one correct result.
/// </remarks>
internal static class Exponential
{
    // Added to a small number it leaves the nearest integer in the lowest bits.
    private const double Rounder = 6755399441055744;
    private const double InverseOfLn2 = 1.4426950408889634;

    // ln 2 in two parts; the first has zeros enough that its product with n is exact.
    private const double HighOfLn2 = 0.693147180369123816490;
    private const double LowOfLn2 = 1.90821492927058770002e-10;

    // Beyond them the result is 0 or infinite.
    private const double Lowest = -750;
    private const double Highest = 710;

    private const int Bias = 1023;
    private const int MantissaBits = 52;

    /// <summary>eˣ; 0 below −745.2, infinite above 709.8, not a number where x is none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Of(Vector512<double> x)
    {
        x = Vector512.ConditionalSelect(Vector512.LessThan(x, Vector512.Create(Lowest)), Vector512.Create(Lowest), x);
        x = Vector512.ConditionalSelect(Vector512.GreaterThan(x, Vector512.Create(Highest)), Vector512.Create(Highest), x);
        var rounded = Vector512.FusedMultiplyAdd(x, Vector512.Create(InverseOfLn2), Vector512.Create(Rounder));
        var n = rounded - Vector512.Create(Rounder);
        var r = Vector512.FusedMultiplyAdd(n, Vector512.Create(-LowOfLn2), Vector512.FusedMultiplyAdd(n, Vector512.Create(-HighOfLn2), x));
        var square = r * r;

        // Even and odd terms from the third on, side by side.
        var even = Next(Next(Next(Next(Next(1.0 / 479001600, square, 1.0 / 3628800), square, 1.0 / 40320), square, 1.0 / 720), square, 1.0 / 24), square, 0.5);
        var odd = Next(Next(Next(Next(Next(1.0 / 6227020800, square, 1.0 / 39916800), square, 1.0 / 362880), square, 1.0 / 5040), square, 1.0 / 120), square, 1.0 / 6);
        var rest = Vector512.FusedMultiplyAdd(Vector512.FusedMultiplyAdd(odd, r, even), square, r);

        // 2ⁿ in two factors, since one alone may be out of range where the product is not.
        var power = rounded.AsInt64() - Vector512.Create(Rounder).AsInt64();
        var half = Vector512.ShiftRightArithmetic(power, 1);
        return (Vector512<double>.One + rest) * PowerOfTwo(half) * PowerOfTwo(power - half);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Next(double before, Vector512<double> square, double coefficient) => Next(Vector512.Create(before), square, coefficient);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Next(Vector512<double> before, Vector512<double> square, double coefficient) =>
        Vector512.FusedMultiplyAdd(before, square, Vector512.Create(coefficient));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> PowerOfTwo(Vector512<long> n) => Vector512.ShiftLeft(n + Vector512.Create((long)Bias), MantissaBits).AsDouble();
}
