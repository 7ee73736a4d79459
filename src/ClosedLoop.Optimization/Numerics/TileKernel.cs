using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace ClosedLoop.Optimization;

/// <summary>
/// The two inner loops that all dense algebra here is made of: dot products of four rows with four rows, and single dot products.
/// Four by four keeps sixteen sums in registers, so each loaded number is used four times.
/// </summary>
internal static class TileKernel
{
    public const int Size = 4;

    /// <summary>Dots of four rows of <paramref name="x"/> with four rows of <paramref name="y"/> over columns [from, to): a multiple of 8 and of 4.</summary>
    /// <param name="x">Left matrix.</param>
    /// <param name="xRow">First of its four rows.</param>
    /// <param name="y">Right matrix.</param>
    /// <param name="yRow">First of its four rows.</param>
    /// <param name="from">First column, a multiple of 8.</param>
    /// <param name="to">Column after the last, a multiple of 4.</param>
    /// <param name="tile">16 sums, column by column: first those of all four rows of <paramref name="x"/> with the first row of <paramref name="y"/>.</param>
    public static void Dots(PaddedMatrix x, int xRow, PaddedMatrix y, int yRow, int from, int to, Span<double> tile)
    {
        ref var x0 = ref Start(x, xRow);
        ref var x1 = ref Start(x, xRow + 1);
        ref var x2 = ref Start(x, xRow + 2);
        ref var x3 = ref Start(x, xRow + 3);
        Vector512<double> s00 = default, s01 = default, s02 = default, s03 = default, s10 = default, s11 = default, s12 = default, s13 = default;
        Vector512<double> s20 = default, s21 = default, s22 = default, s23 = default, s30 = default, s31 = default, s32 = default, s33 = default;
        ref var y0 = ref Start(y, yRow);
        ref var y1 = ref Start(y, yRow + 1);
        ref var y2 = ref Start(y, yRow + 2);
        ref var y3 = ref Start(y, yRow + 3);
        for (var k = from; k < to; k += PaddedMatrix.Lanes)
        {
            var half = k + PaddedMatrix.Lanes > to;
            var a0 = Load(ref x0, k, half);
            var a1 = Load(ref x1, k, half);
            var a2 = Load(ref x2, k, half);
            var a3 = Load(ref x3, k, half);
            var b = Vector512.LoadUnsafe(ref y0, (nuint)k);
            s00 = Vector512.FusedMultiplyAdd(a0, b, s00);
            s10 = Vector512.FusedMultiplyAdd(a1, b, s10);
            s20 = Vector512.FusedMultiplyAdd(a2, b, s20);
            s30 = Vector512.FusedMultiplyAdd(a3, b, s30);
            b = Vector512.LoadUnsafe(ref y1, (nuint)k);
            s01 = Vector512.FusedMultiplyAdd(a0, b, s01);
            s11 = Vector512.FusedMultiplyAdd(a1, b, s11);
            s21 = Vector512.FusedMultiplyAdd(a2, b, s21);
            s31 = Vector512.FusedMultiplyAdd(a3, b, s31);
            b = Vector512.LoadUnsafe(ref y2, (nuint)k);
            s02 = Vector512.FusedMultiplyAdd(a0, b, s02);
            s12 = Vector512.FusedMultiplyAdd(a1, b, s12);
            s22 = Vector512.FusedMultiplyAdd(a2, b, s22);
            s32 = Vector512.FusedMultiplyAdd(a3, b, s32);
            b = Vector512.LoadUnsafe(ref y3, (nuint)k);
            s03 = Vector512.FusedMultiplyAdd(a0, b, s03);
            s13 = Vector512.FusedMultiplyAdd(a1, b, s13);
            s23 = Vector512.FusedMultiplyAdd(a2, b, s23);
            s33 = Vector512.FusedMultiplyAdd(a3, b, s33);
        }

        Sums(s00, s10, s20, s30).CopyTo(tile);
        Sums(s01, s11, s21, s31).CopyTo(tile[4..]);
        Sums(s02, s12, s22, s32).CopyTo(tile[8..]);
        Sums(s03, s13, s23, s33).CopyTo(tile[12..]);
    }

    /// <summary>Σ a·b over padded lengths (multiples of 8).</summary>
    public static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        ref var x = ref MemoryMarshal.GetReference(a);
        ref var y = ref MemoryMarshal.GetReference(b);
        Vector512<double> even = default, odd = default;
        var k = 0;
        for (; k + (2 * PaddedMatrix.Lanes) <= a.Length; k += 2 * PaddedMatrix.Lanes)
        {
            even = Vector512.FusedMultiplyAdd(Vector512.LoadUnsafe(ref x, (nuint)k), Vector512.LoadUnsafe(ref y, (nuint)k), even);
            odd = Vector512.FusedMultiplyAdd(
                Vector512.LoadUnsafe(ref x, (nuint)k + PaddedMatrix.Lanes), Vector512.LoadUnsafe(ref y, (nuint)k + PaddedMatrix.Lanes), odd);
        }

        if (k < a.Length)
        {
            even = Vector512.FusedMultiplyAdd(Vector512.LoadUnsafe(ref x, (nuint)k), Vector512.LoadUnsafe(ref y, (nuint)k), even);
        }

        return Vector512.Sum(even + odd);
    }

    /// <summary>y += a·x over padded lengths (multiples of 8).</summary>
    public static void AddScaled(double a, ReadOnlySpan<double> x, Span<double> y)
    {
        ref var source = ref MemoryMarshal.GetReference(x);
        ref var target = ref MemoryMarshal.GetReference(y);
        var factor = Vector512.Create(a);
        for (var k = 0; k < x.Length; k += PaddedMatrix.Lanes)
        {
            Vector512.FusedMultiplyAdd(factor, Vector512.LoadUnsafe(ref source, (nuint)k), Vector512.LoadUnsafe(ref target, (nuint)k))
                .StoreUnsafe(ref target, (nuint)k);
        }
    }

    /// <summary>y += Σ a_r · row r over four rows, from a column (a multiple of 8) on.</summary>
    public static void AddScaledRows(ReadOnlySpan<double> a, PaddedMatrix matrix, int row, int from, Span<double> y)
    {
        ref var x0 = ref Start(matrix, row);
        ref var x1 = ref Start(matrix, row + 1);
        ref var x2 = ref Start(matrix, row + 2);
        ref var x3 = ref Start(matrix, row + 3);
        ref var target = ref MemoryMarshal.GetReference(y);
        var (a0, a1, a2, a3) = (Vector512.Create(a[row]), Vector512.Create(a[row + 1]), Vector512.Create(a[row + 2]), Vector512.Create(a[row + 3]));
        for (var k = from; k < y.Length; k += PaddedMatrix.Lanes)
        {
            var first = Vector512.FusedMultiplyAdd(a0, Vector512.LoadUnsafe(ref x0, (nuint)k), Vector512.LoadUnsafe(ref target, (nuint)k));
            var second = a1 * Vector512.LoadUnsafe(ref x1, (nuint)k);
            first = Vector512.FusedMultiplyAdd(a2, Vector512.LoadUnsafe(ref x2, (nuint)k), first);
            second = Vector512.FusedMultiplyAdd(a3, Vector512.LoadUnsafe(ref x3, (nuint)k), second);
            (first + second).StoreUnsafe(ref target, (nuint)k);
        }
    }

    /// <summary>Dots of four rows with a vector, from a column (a multiple of 8) on.</summary>
    public static void DotRows(PaddedMatrix matrix, int row, int from, ReadOnlySpan<double> y, Span<double> sums)
    {
        ref var x0 = ref Start(matrix, row);
        ref var x1 = ref Start(matrix, row + 1);
        ref var x2 = ref Start(matrix, row + 2);
        ref var x3 = ref Start(matrix, row + 3);
        ref var source = ref MemoryMarshal.GetReference(y);
        Vector512<double> s0 = default, s1 = default, s2 = default, s3 = default;
        for (var k = from; k < y.Length; k += PaddedMatrix.Lanes)
        {
            var b = Vector512.LoadUnsafe(ref source, (nuint)k);
            s0 = Vector512.FusedMultiplyAdd(Vector512.LoadUnsafe(ref x0, (nuint)k), b, s0);
            s1 = Vector512.FusedMultiplyAdd(Vector512.LoadUnsafe(ref x1, (nuint)k), b, s1);
            s2 = Vector512.FusedMultiplyAdd(Vector512.LoadUnsafe(ref x2, (nuint)k), b, s2);
            s3 = Vector512.FusedMultiplyAdd(Vector512.LoadUnsafe(ref x3, (nuint)k), b, s3);
        }

        Sums(s0, s1, s2, s3).CopyTo(sums[row..]);
    }

    /// <summary>Adds w (x − z)² to eight sums, side by side, over padded lengths (multiples of 8).</summary>
    public static Vector512<double> AddWeightedSquares(ReadOnlySpan<double> w, ReadOnlySpan<double> x, double z, Vector512<double> sums)
    {
        ref var weight = ref MemoryMarshal.GetReference(w);
        ref var source = ref MemoryMarshal.GetReference(x);
        var at = Vector512.Create(z);
        for (var k = 0; k < w.Length; k += PaddedMatrix.Lanes)
        {
            var difference = Vector512.LoadUnsafe(ref source, (nuint)k) - at;
            sums = Vector512.FusedMultiplyAdd(Vector512.LoadUnsafe(ref weight, (nuint)k), difference * difference, sums);
        }

        return sums;
    }

    /// <summary>z = x·y, element by element, over padded lengths (multiples of 8).</summary>
    public static void Multiply(ReadOnlySpan<double> x, ReadOnlySpan<double> y, Span<double> z)
    {
        for (var k = 0; k < x.Length; k += PaddedMatrix.Lanes)
        {
            (Vector512.Create<double>(x[k..]) * Vector512.Create<double>(y[k..])).CopyTo(z[k..]);
        }
    }

    /// <summary>x *= a over a padded length (a multiple of 8).</summary>
    public static void Scale(double a, Span<double> x)
    {
        for (var k = 0; k < x.Length; k += PaddedMatrix.Lanes)
        {
            (a * Vector512.Create<double>(x[k..])).CopyTo(x[k..]);
        }
    }

    /// <summary>Σ x over a padded length (a multiple of 8).</summary>
    public static double Sum(ReadOnlySpan<double> x)
    {
        var sum = Vector512<double>.Zero;
        for (var k = 0; k < x.Length; k += PaddedMatrix.Lanes)
        {
            sum += Vector512.Create<double>(x[k..]);
        }

        return Vector512.Sum(sum);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ref double Start(PaddedMatrix matrix, int row) => ref matrix.Values[row * matrix.Stride];

    // The columns after the last are not yet zero on the left, so half a load is masked there.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Load(ref double row, int column, bool half) =>
        half
            ? Vector512.Create(Vector256.LoadUnsafe(ref row, (nuint)column), Vector256<double>.Zero)
            : Vector512.LoadUnsafe(ref row, (nuint)column);

    // Added in the same order with and without the instruction for it.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> Sums(Vector512<double> a, Vector512<double> b, Vector512<double> c, Vector512<double> d)
    {
        var (p, q, r, s) = (a.GetLower() + a.GetUpper(), b.GetLower() + b.GetUpper(), c.GetLower() + c.GetUpper(), d.GetLower() + d.GetUpper());
        if (!Avx.IsSupported)
        {
            return Vector256.Create(Pairs(p), Pairs(q), Pairs(r), Pairs(s));
        }

        var low = Avx.HorizontalAdd(p, q);
        var high = Avx.HorizontalAdd(r, s);
        return Vector256.Create(low.GetLower(), high.GetLower()) + Vector256.Create(low.GetUpper(), high.GetUpper());
    }

    private static double Pairs(Vector256<double> x) => (x[0] + x[1]) + (x[2] + x[3]);
}
