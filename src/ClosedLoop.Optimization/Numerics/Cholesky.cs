using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace ClosedLoop.Optimization;

/// <summary>
/// Cholesky factor of a symmetric positive definite matrix, A = L Lᵀ, left-looking in 4 × 4 tiles (Golub, Van Loan, Matrix Computations, 4.2), with the
/// inverse of the factor and of A from the same tile kernel.
/// </summary>
internal sealed class Cholesky
{
    // Rows of a block stay in the second-level cache while all rows below pass by.
    private const int Block = 64;

    // Relative to the mean of the diagonal; rounding leaves about n · 1e-16.
    private const double FirstJitter = 1e-12;
    private const double LastJitter = 1e-2;

    private Cholesky(PaddedMatrix factor, double[] inverseDiagonal)
    {
        Factor = factor;
        InverseDiagonal = inverseDiagonal;
    }

    /// <summary>Order n.</summary>
    public int Order => Factor.Rows;

    /// <summary>L, lower triangular; the padding is the identity.</summary>
    public PaddedMatrix Factor { get; }

    /// <summary>1 / L_ii.</summary>
    public double[] InverseDiagonal { get; }

    /// <summary>What was added to the diagonal to make the matrix numerically positive definite; 0 when nothing was needed.</summary>
    public double Jitter { get; private set; }

    /// <summary>Log determinant of A.</summary>
    public double LogDeterminant
    {
        get
        {
            var sum = 0.0;
            for (var i = 0; i < Order; i++)
            {
                sum -= Math.Log(InverseDiagonal[i]);
            }

            return 2 * sum;
        }
    }

    /// <summary>Room for factors of one order, to be used again.</summary>
    public static Cholesky Allocate(int order)
    {
        var factor = new PaddedMatrix(order, order);
        return new Cholesky(factor, new double[factor.Stride]);
    }

    /// <summary>
    /// Factors a matrix of which only the lower triangle is read. Adds as little to the diagonal as makes it work, and reports it in <see cref="Jitter"/>.
    /// </summary>
    /// <exception cref="ArithmeticException">The matrix is not finite, or far from positive definite.</exception>
    public static Cholesky Of(PaddedMatrix matrix)
    {
        var cholesky = Allocate(matrix.Rows);
        cholesky.Refactor(matrix);
        return cholesky;
    }

    /// <summary>As <see cref="Of"/>, into this object.</summary>
    public void Refactor(PaddedMatrix matrix) => Refactor(matrix.CopyTo);

    /// <summary>As <see cref="Of"/>, into this object, of a matrix that is written in place; a second time when it proves not positive definite.</summary>
    /// <param name="fill">Writes the lower triangle.</param>
    /// <exception cref="ArithmeticException">The matrix is not finite, or far from positive definite.</exception>
    public void Refactor(Action<PaddedMatrix> fill)
    {
        fill(Factor);
        var scale = 0.0;
        for (var i = 0; i < Order; i++)
        {
            scale += Factor[i, i] / Order;
        }

        for (Jitter = 0; !TryFactor(Jitter); fill(Factor))
        {
            Jitter = Jitter == 0 ? FirstJitter * scale : Jitter * 10;
            if (!(Jitter <= LastJitter * scale) || !double.IsFinite(scale))
            {
                throw new ArithmeticException($"A matrix of order {Order} is not positive definite, even with {LastJitter} of its diagonal added");
            }
        }
    }

    /// <summary>The factor of a matrix that has one row and column more.</summary>
    /// <param name="whitened">L⁻¹ times the new column, padded.</param>
    /// <param name="remainder">What the new diagonal element has beyond the square of that: positive.</param>
    public Cholesky Append(ReadOnlySpan<double> whitened, double remainder)
    {
        var longer = Allocate(Order + 1);
        longer.Jitter = Jitter;
        for (var i = 0; i < Order; i++)
        {
            Factor.Row(i)[..(i + 1)].CopyTo(longer.Factor.Row(i));
        }

        Array.Copy(InverseDiagonal, longer.InverseDiagonal, Order);
        whitened[..Order].CopyTo(longer.Factor.Row(Order));
        for (var i = Order; i < longer.Factor.PaddedRows; i++)
        {
            longer.Factor[i, i] = i == Order ? Math.Sqrt(remainder) : 1;
            longer.InverseDiagonal[i] = 1 / longer.Factor[i, i];
        }

        return longer;
    }

    /// <summary>
    /// Rows of X that solve X Lᵀ = B, B given in X. Rows must be a multiple of four.
    /// </summary>
    /// <param name="x">Right-hand sides as rows; overwritten by the solution.</param>
    public void SolveRows(PaddedMatrix x)
    {
        Span<double> tile = stackalloc double[TileKernel.Size * TileKernel.Size];
        for (var block = 0; block < Factor.PaddedRows; block += Block)
        {
            var end = Math.Min(block + Block, Factor.PaddedRows);
            for (var i = 0; i < x.PaddedRows; i += TileKernel.Size)
            {
                for (var j = block; j < end; j += TileKernel.Size)
                {
                    TileKernel.Dots(x, i, Factor, j, 0, j, tile);
                    SolveTile(x, i, j, tile);
                }
            }
        }
    }

    /// <summary>U = L⁻ᵀ, upper triangular, as rows.</summary>
    public void InverseFactor(PaddedMatrix inverse)
    {
        Array.Clear(inverse.Values);
        for (var i = 0; i < inverse.PaddedRows; i++)
        {
            inverse[i, i] = 1;
        }

        Span<double> tile = stackalloc double[TileKernel.Size * TileKernel.Size];
        for (var block = 0; block < Factor.PaddedRows; block += Block)
        {
            var end = Math.Min(block + Block, Factor.PaddedRows);
            for (var i = 0; i < end; i += TileKernel.Size)
            {
                for (var j = Math.Max(block, i); j < end; j += TileKernel.Size)
                {
                    TileKernel.Dots(inverse, i, Factor, j, i / PaddedMatrix.Lanes * PaddedMatrix.Lanes, j, tile);
                    SolveTile(inverse, i, j, tile);
                }
            }
        }
    }

    /// <summary>The lower triangle of A⁻¹ = U Uᵀ.</summary>
    public static void Inverse(PaddedMatrix inverseFactor, PaddedMatrix inverse)
    {
        Span<double> tile = stackalloc double[TileKernel.Size * TileKernel.Size];
        for (var block = 0; block < inverse.PaddedRows; block += Block)
        {
            var end = Math.Min(block + Block, inverse.PaddedRows);
            for (var i = block; i < inverse.PaddedRows; i += TileKernel.Size)
            {
                for (var j = block; j < Math.Min(end, i + TileKernel.Size); j += TileKernel.Size)
                {
                    TileKernel.Dots(inverseFactor, i, inverseFactor, j, i / PaddedMatrix.Lanes * PaddedMatrix.Lanes, inverse.Stride, tile);
                    for (var k = 0; k < tile.Length; k++)
                    {
                        inverse[i + (k % TileKernel.Size), j + (k / TileKernel.Size)] = tile[k];
                    }
                }
            }
        }
    }

    /// <summary>Uᵀ v of an upper triangular U such as <see cref="InverseFactor"/> writes: L⁻¹ v.</summary>
    /// <param name="inverseFactor">U; its padded rows must be the identity.</param>
    /// <param name="vector">v, padded with zeros.</param>
    /// <param name="product">Result, padded.</param>
    public static void Whiten(PaddedMatrix inverseFactor, ReadOnlySpan<double> vector, Span<double> product)
    {
        product.Clear();
        for (var i = 0; i < inverseFactor.PaddedRows; i += TileKernel.Size)
        {
            TileKernel.AddScaledRows(vector, inverseFactor, i, i / PaddedMatrix.Lanes * PaddedMatrix.Lanes, product);
        }
    }

    /// <summary>U v: after <see cref="Whiten"/>, A⁻¹ times the vector that was whitened.</summary>
    public static void Color(PaddedMatrix inverseFactor, ReadOnlySpan<double> vector, Span<double> product)
    {
        for (var i = 0; i < inverseFactor.PaddedRows; i += TileKernel.Size)
        {
            TileKernel.DotRows(inverseFactor, i, i / PaddedMatrix.Lanes * PaddedMatrix.Lanes, vector, product);
        }
    }

    /// <summary>A⁻¹ times vectors, one by one as <see cref="Whiten"/> and <see cref="Color"/> do it, but each row of U is fetched once for all of them.</summary>
    /// <param name="inverseFactor">U; its padded rows must be the identity.</param>
    /// <param name="vectors">Vectors, padded with zeros.</param>
    public static double[][] Solve(PaddedMatrix inverseFactor, double[][] vectors)
    {
        double[][] inner = [.. vectors.Select(vector => new double[vector.Length])];
        double[][] products = [.. vectors.Select(vector => new double[vector.Length])];
        for (var i = 0; i < inverseFactor.PaddedRows; i += TileKernel.Size)
        {
            for (var m = 0; m < vectors.Length; m++)
            {
                TileKernel.AddScaledRows(vectors[m], inverseFactor, i, i / PaddedMatrix.Lanes * PaddedMatrix.Lanes, inner[m]);
            }
        }

        for (var i = 0; i < inverseFactor.PaddedRows; i += TileKernel.Size)
        {
            for (var m = 0; m < vectors.Length; m++)
            {
                TileKernel.DotRows(inverseFactor, i, i / PaddedMatrix.Lanes * PaddedMatrix.Lanes, inner[m], products[m]);
            }
        }

        return products;
    }

    private bool TryFactor(double jitter)
    {
        for (var i = 0; i < Factor.PaddedRows; i++)
        {
            var row = Factor.Row(i);
            row[Math.Min(i + 1, row.Length)..].Clear();
            if (i < Order)
            {
                row[i] += jitter;
            }
            else
            {
                row.Clear();
                row[i] = 1;
            }
        }

        Span<double> tile = stackalloc double[TileKernel.Size * TileKernel.Size];
        for (var block = 0; block < Factor.PaddedRows; block += Block)
        {
            var end = Math.Min(block + Block, Factor.PaddedRows);
            for (var i = block; i < Factor.PaddedRows; i += TileKernel.Size)
            {
                for (var j = block; j < Math.Min(end, i); j += TileKernel.Size)
                {
                    TileKernel.Dots(Factor, i, Factor, j, 0, j, tile);
                    SolveTile(Factor, i, j, tile);
                }

                if (i < end)
                {
                    TileKernel.Dots(Factor, i, Factor, i, 0, i, tile);
                    if (!FactorTile(i, tile))
                    {
                        return false;
                    }
                }
            }
        }

        return true;
    }

    // The four rows side by side in the lanes of a vector for each column.
    private void SolveTile(PaddedMatrix x, int i, int j, ReadOnlySpan<double> tile)
    {
        ref var row0 = ref x.Values[(i * x.Stride) + j];
        ref var row1 = ref Unsafe.Add(ref row0, x.Stride);
        ref var row2 = ref Unsafe.Add(ref row1, x.Stride);
        ref var row3 = ref Unsafe.Add(ref row2, x.Stride);
        var a = Vector256.Create(row0, row1, row2, row3);
        var b = Vector256.Create(Unsafe.Add(ref row0, 1), Unsafe.Add(ref row1, 1), Unsafe.Add(ref row2, 1), Unsafe.Add(ref row3, 1));
        var c = Vector256.Create(Unsafe.Add(ref row0, 2), Unsafe.Add(ref row1, 2), Unsafe.Add(ref row2, 2), Unsafe.Add(ref row3, 2));
        var d = Vector256.Create(Unsafe.Add(ref row0, 3), Unsafe.Add(ref row1, 3), Unsafe.Add(ref row2, 3), Unsafe.Add(ref row3, 3));
        ref var triangle = ref Factor.Values[(j * Factor.Stride) + j];
        var stride = Factor.Stride;
        ref var inverse = ref InverseDiagonal[j];
        a = (a - Vector256.Create(tile)) * inverse;
        b = (b - Vector256.Create(tile[4..]) - (a * Unsafe.Add(ref triangle, stride))) * Unsafe.Add(ref inverse, 1);
        c = (c - Vector256.Create(tile[8..]) - (a * Unsafe.Add(ref triangle, 2 * stride)) - (b * Unsafe.Add(ref triangle, (2 * stride) + 1)))
            * Unsafe.Add(ref inverse, 2);
        d = (d - Vector256.Create(tile[12..]) - (a * Unsafe.Add(ref triangle, 3 * stride)) - (b * Unsafe.Add(ref triangle, (3 * stride) + 1))
            - (c * Unsafe.Add(ref triangle, (3 * stride) + 2))) * Unsafe.Add(ref inverse, 3);
        Vector256.Create(a[0], b[0], c[0], d[0]).StoreUnsafe(ref row0);
        Vector256.Create(a[1], b[1], c[1], d[1]).StoreUnsafe(ref row1);
        Vector256.Create(a[2], b[2], c[2], d[2]).StoreUnsafe(ref row2);
        Vector256.Create(a[3], b[3], c[3], d[3]).StoreUnsafe(ref row3);
    }

    private bool FactorTile(int i, ReadOnlySpan<double> tile)
    {
        for (var r = 0; r < TileKernel.Size; r++)
        {
            var row = Factor.Row(i + r);
            for (var c = 0; c <= r; c++)
            {
                var sum = row[i + c] - tile[(r * TileKernel.Size) + c];
                var other = Factor.Row(i + c);
                for (var k = 0; k < c; k++)
                {
                    sum -= row[i + k] * other[i + k];
                }

                if (c < r)
                {
                    row[i + c] = sum * InverseDiagonal[i + c];
                }
                else if (sum > 0 && double.IsFinite(sum))
                {
                    row[i + c] = Math.Sqrt(sum);
                    InverseDiagonal[i + c] = 1 / row[i + c];
                }
                else
                {
                    return false;
                }
            }
        }

        return true;
    }
}
