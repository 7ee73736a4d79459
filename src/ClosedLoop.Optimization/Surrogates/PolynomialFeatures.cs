namespace ClosedLoop.Optimization;

/// <summary>
/// The terms of a polynomial in the coordinates of the unit cube, each moved to [−1, 1]: a constant, the coordinates, and for the second degree their squares and,
/// unless there would be too many, their products.
/// </summary>
internal sealed class PolynomialFeatures
{
    // Beyond, products would cost more than the process that they are compared with.
    private const int MostTerms = 120;

    private readonly (int First, int Second)[] _products;
    private readonly int _dimension;

    /// <param name="dimension">Number of coordinates.</param>
    /// <param name="degree">1 or 2.</param>
    public PolynomialFeatures(int dimension, int degree)
    {
        _dimension = dimension;
        var all = 1 + dimension + (dimension * (dimension + 1) / 2);
        _products = degree == 1 ? []
            : [.. from i in Enumerable.Range(0, dimension) from j in Enumerable.Range(i, dimension - i) where i == j || all <= MostTerms select (i, j)];
    }

    /// <summary>Number of terms.</summary>
    public int Count => 1 + _dimension + _products.Length;

    /// <summary>Writes the terms at a point.</summary>
    public void Write(ReadOnlySpan<double> point, Span<double> terms)
    {
        terms[0] = 1;
        for (var d = 0; d < _dimension; d++)
        {
            terms[1 + d] = (2 * point[d]) - 1;
        }

        for (var k = 0; k < _products.Length; k++)
        {
            terms[1 + _dimension + k] = terms[1 + _products[k].First] * terms[1 + _products[k].Second];
        }
    }

    /// <summary>Gradient by the point's coordinates of Σ weights · terms.</summary>
    /// <param name="terms">Terms at the point.</param>
    /// <param name="weights">One for each term.</param>
    /// <param name="gradient">Result.</param>
    public void Gradient(ReadOnlySpan<double> terms, ReadOnlySpan<double> weights, Span<double> gradient)
    {
        weights.Slice(1, _dimension).CopyTo(gradient);
        for (var k = 0; k < _products.Length; k++)
        {
            var (first, second) = _products[k];
            gradient[first] += weights[1 + _dimension + k] * terms[1 + second];
            gradient[second] += weights[1 + _dimension + k] * terms[1 + first];
        }

        TimesTwo(gradient);
    }

    private static void TimesTwo(Span<double> gradient)
    {
        for (var d = 0; d < gradient.Length; d++)
        {
            gradient[d] *= 2;
        }
    }
}
