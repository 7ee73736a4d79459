using System.Numerics;

namespace ClosedLoop.Optimization;

/// <summary>
/// The Sobol sequence in Gray-code order, scrambled by Owen's nested uniform permutations (Owen 1995), each bit flipped by a hash of the bits above it.
/// Any point is computed by itself. Dimensions beyond the table of direction numbers are plain hashed random numbers.
/// </summary>
internal sealed class SobolSequence
{
    public const int Bits = 32;

    private readonly uint[][] _directions;
    private readonly ulong[] _scrambles;

    /// <summary>A scrambled sequence; <paramref name="stream"/> null gives the plain one.</summary>
    public SobolSequence(int dimension, RandomStream? stream)
    {
        Dimension = dimension;
        _directions = [.. Enumerable.Range(0, Math.Min(dimension, SobolDirections.Dimensions)).Select(SobolDirections.Of)];
        _scrambles = stream is null ? [] : [.. Enumerable.Range(0, dimension).Select(_ => stream.NextBits())];
    }

    public int Dimension { get; }

    /// <summary>Writes point <paramref name="index"/> (from 0), each coordinate in the open unit interval when scrambled, in [0, 1) when plain.</summary>
    public void Point(uint index, Span<double> point)
    {
        var gray = index ^ (index >> 1);
        for (var d = 0; d < Dimension; d++)
        {
            if (d >= _directions.Length)
            {
                var bits = RandomStream.Mix((_scrambles.Length == 0 ? (ulong)d : _scrambles[d]) ^ RandomStream.Mix(index + 1));
                point[d] = ((bits >> 11) + 0.5) * (1.0 / (1UL << 53));
                continue;
            }

            var value = 0U;
            for (var rest = gray; rest != 0; rest &= rest - 1)
            {
                value ^= _directions[d][BitOperations.TrailingZeroCount(rest)];
            }

            point[d] = _scrambles.Length == 0 ? value * (1.0 / 4294967296.0) : (Scramble(value, _scrambles[d]) + 0.5) * (1.0 / 4294967296.0);
        }
    }

    private static uint Scramble(uint value, ulong seed)
    {
        var result = 0U;
        for (var bit = 0; bit < Bits; bit++)
        {
            // The bits above, with a leading one so that prefixes of different lengths differ.
            var prefix = (1UL << bit) | ((ulong)value >> (Bits - bit));
            var flip = (uint)(RandomStream.Mix(seed ^ (prefix * 0x9E3779B97F4A7C15UL)) >> 63);
            var shift = Bits - 1 - bit;
            result |= (((value >> shift) & 1) ^ flip) << shift;
        }

        return result;
    }
}
