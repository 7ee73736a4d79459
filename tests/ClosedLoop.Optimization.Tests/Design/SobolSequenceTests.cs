namespace ClosedLoop.Optimization.Tests;

public sealed class SobolSequenceTests
{
    [Fact]
    public void Plain_FirstPoints_AreThePublishedOnes()
    {
        // The list of Joe and Kuo's own program for three dimensions.
        double[][] published = [[0, 0, 0], [0.5, 0.5, 0.5], [0.75, 0.25, 0.25], [0.25, 0.75, 0.75], [0.375, 0.375, 0.625], [0.875, 0.875, 0.125], [0.625, 0.125, 0.875], [0.125, 0.625, 0.375]];
        var sobol = new SobolSequence(3, null);
        var point = new double[3];
        for (var i = 0; i < published.Length; i++)
        {
            sobol.Point((uint)i, point);
            point.ShouldBe(published[i]);
        }
    }

    [Theory]
    [InlineData(null)]
    [InlineData(1)]
    [InlineData(77)]
    public void Points_OfAPowerOfTwo_FillEveryStratumOfEveryDimensionOnce(int? seed)
    {
        const int count = 256;
        var sobol = new SobolSequence(SobolDirections.Dimensions, seed is { } s ? Samples.Stream(s) : null);
        var strata = new HashSet<int>[sobol.Dimension];
        var point = new double[sobol.Dimension];
        for (var i = 0; i < count; i++)
        {
            sobol.Point((uint)i, point);
            for (var d = 0; d < point.Length; d++)
            {
                (strata[d] ??= []).Add((int)(point[d] * count)).ShouldBeTrue($"dimension {d}");
            }
        }
    }

    [Fact]
    public void Directions_OfEveryDimension_AreOddSmallAndOfAPrimitivePolynomial()
    {
        // Sobol's conditions: m_k odd and below 2^k; the recurrence of a primitive polynomial of degree s has period 2^s − 1.
        var polynomials = new HashSet<(int, int)>();
        for (var d = 1; d < SobolDirections.Dimensions; d++)
        {
            var directions = SobolDirections.Of(d);
            for (var k = 0; k < 10; k++)
            {
                ((directions[k] >> (31 - k)) & 1).ShouldBe(1U);
                (directions[k] & ((1U << (31 - k)) - 1)).ShouldBe(0U);
            }

            var (degree, coefficients) = SobolDirections.Polynomial(d);
            polynomials.Add((degree, coefficients)).ShouldBeTrue();
            Period(degree, coefficients).ShouldBe((1 << degree) - 1);
        }
    }

    [Fact]
    public void Scrambled_MeanOfASmoothFunction_BeatsRandomByFar()
    {
        // ∫ Π (1 + (x − ½)) = 1; a random sample of 1,024 errs by about 0.02.
        var sobol = new SobolSequence(6, Samples.Stream(5));
        var point = new double[6];
        var mean = 0.0;
        for (var i = 0; i < 1024; i++)
        {
            sobol.Point((uint)i, point);
            mean += point.Aggregate(1.0, (product, x) => product * (1 + x - 0.5)) / 1024;
        }

        mean.ShouldBe(1, 1e-3);
    }

    private static int Period(int degree, int coefficients)
    {
        // Powers of x modulo the polynomial over GF(2).
        var polynomial = (1 << degree) | (coefficients << 1) | 1;
        var power = degree == 1 ? 1 : 2;
        for (var period = 1; ; period++)
        {
            if (power == 1)
            {
                return period;
            }

            power <<= 1;
            power = power >> degree != 0 ? power ^ polynomial : power;
        }
    }
}
