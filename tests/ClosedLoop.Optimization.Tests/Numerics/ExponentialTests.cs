using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Security.Cryptography;
using Shouldly;

namespace ClosedLoop.Optimization.Tests;

public sealed class ExponentialTests
{
    // Found on one machine; every other, and every stage of compilation, must give the same.
    private const string Bits = "968aadb99e297bee6d0417702527e38fd1a0a46b6cdc665e2067f60ba2ed2f0e";

    [Fact]
    public void Anywhere_IsWithinOneUnitInTheLastPlaceOfTheScalarFunction()
    {
        var x = Points();
        var found = Of(x);
        for (var i = 0; i < x.Length; i++)
        {
            // That of the C library errs by half a unit.
            var truth = Math.Exp(x[i]);
            Math.Abs(found[i] - truth).ShouldBeLessThanOrEqualTo(Math.BitIncrement(truth) - truth, $"exp({x[i]:R})");
        }
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(-0.0, 1)]
    [InlineData(double.NegativeInfinity, 0)]
    [InlineData(-1e300, 0)]
    [InlineData(-746, 0)]
    [InlineData(710, double.PositiveInfinity)]
    [InlineData(double.PositiveInfinity, double.PositiveInfinity)]
    [InlineData(double.NaN, double.NaN)]
    [InlineData(-745, 5e-324)]
    public void AtTheEnds_IsExact(double x, double expected) => Of([x, x, x, x, x, x, x, x]).ShouldAllBe(found => found.Equals(expected));

    [Fact]
    public void EveryMachine_GivesTheSameBits() =>
        Convert.ToHexStringLower(SHA256.HashData(MemoryMarshal.AsBytes(Of(Points()).AsSpan()))).ShouldBe(Bits);

    private static double[] Points()
    {
        var stream = new RandomStream(1, StreamPurpose.Restarts);
        double[] widths = [1e-6, 0.01, 1, 30, 740];
        return [.. Enumerable.Range(0, 40_000).Select(i => -widths[i % widths.Length] * stream.NextUniform()), .. Enumerable.Range(0, 8_000).Select(_ => 709 * stream.NextUniform())];
    }

    private static double[] Of(double[] x)
    {
        var found = new double[x.Length];
        for (var k = 0; k < x.Length; k += Vector512<double>.Count)
        {
            Exponential.Of(Vector512.Create<double>(x.AsSpan(k))).CopyTo(found.AsSpan(k));
        }

        return found;
    }
}
