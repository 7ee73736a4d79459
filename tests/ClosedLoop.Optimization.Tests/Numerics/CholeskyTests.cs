namespace ClosedLoop.Optimization.Tests;

public sealed class CholeskyTests
{
    public static TheoryData<int> Orders => [1, 2, 3, 4, 5, 7, 8, 9, 12, 31, 64, 65, 100, 150];

    [Theory]
    [MemberData(nameof(Orders))]
    public void Factor_OfRandomMatrix_EqualsTextbook(int n)
    {
        var (plain, padded) = PositiveDefinite(n);
        var truth = Textbook.Cholesky(plain);
        var cholesky = Cholesky.Of(padded);
        cholesky.Jitter.ShouldBe(0);
        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j < n; j++)
            {
                cholesky.Factor[i, j].ShouldBe(truth[i, j], 1e-10);
            }
        }

        cholesky.LogDeterminant.ShouldBe(2 * Enumerable.Range(0, n).Sum(i => Math.Log(truth[i, i])), 1e-9);
    }

    [Theory]
    [MemberData(nameof(Orders))]
    public void Inverse_TimesMatrix_IsIdentity(int n)
    {
        var (plain, padded) = PositiveDefinite(n);
        var factor = new PaddedMatrix(n, n);
        var inverse = new PaddedMatrix(n, n);
        Cholesky.Of(padded).InverseFactor(factor);
        Cholesky.Inverse(factor, inverse);
        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j < n; j++)
            {
                var product = Enumerable.Range(0, n).Sum(k => inverse[Math.Max(i, k), Math.Min(i, k)] * plain[k, j]);
                product.ShouldBe(i == j ? 1 : 0, 1e-9);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Orders))]
    public void SolveRows_OfRightHandSides_EqualsForwardSubstitution(int n)
    {
        var (plain, padded) = PositiveDefinite(n);
        var truth = Textbook.Cholesky(plain);
        var stream = Samples.Stream(n);
        var rows = new PaddedMatrix(3, n);
        for (var r = 0; r < 3; r++)
        {
            for (var i = 0; i < n; i++)
            {
                rows[r, i] = stream.NextNormal();
            }
        }

        var right = (double[])rows.Values.Clone();
        Cholesky.Of(padded).SolveRows(rows);
        for (var r = 0; r < 3; r++)
        {
            for (var i = 0; i < n; i++)
            {
                Enumerable.Range(0, i + 1).Sum(k => truth[i, k] * rows[r, k]).ShouldBe(right[(r * rows.Stride) + i], 1e-9);
            }
        }
    }

    [Fact]
    public void Factor_OfSingularMatrix_ReportsSmallJitter()
    {
        var ones = new PaddedMatrix(6, 6);
        for (var i = 0; i < 6; i++)
        {
            ones.Row(i)[..6].Fill(1);
        }

        var cholesky = Cholesky.Of(ones);
        cholesky.Jitter.ShouldBeGreaterThan(0);
        cholesky.Jitter.ShouldBeLessThan(1e-6);
    }

    [Fact]
    public void Factor_OfMatrixThatIsNotFinite_Throws()
    {
        var matrix = new PaddedMatrix(2, 2) { [0, 0] = double.NaN, [1, 1] = 1 };
        Should.Throw<ArithmeticException>(() => Cholesky.Of(matrix));
    }

    [Theory]
    [MemberData(nameof(Orders))]
    public void Solve_OfSeveralVectors_EqualsTextbook(int n)
    {
        var (plain, padded) = PositiveDefinite(n);
        var stream = Samples.Stream(n);
        double[][] vectors = [.. Enumerable.Range(0, 3).Select(_ => new double[padded.Stride])];
        foreach (var vector in vectors)
        {
            for (var i = 0; i < n; i++)
            {
                vector[i] = stream.NextNormal();
            }
        }

        var inverseFactor = new PaddedMatrix(n, n);
        Cholesky.Of(padded).InverseFactor(inverseFactor);
        var solved = Cholesky.Solve(inverseFactor, vectors);
        for (var m = 0; m < vectors.Length; m++)
        {
            var truth = Textbook.Solve(plain, vectors[m][..n]);
            solved[m][..n].Zip(truth).ShouldAllBe(pair => Math.Abs(pair.First - pair.Second) < 1e-9);
        }
    }

    private static (double[,] Plain, PaddedMatrix Padded) PositiveDefinite(int n)
    {
        var stream = Samples.Stream(n);
        var root = new double[n, n];
        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j < n; j++)
            {
                root[i, j] = stream.NextNormal();
            }
        }

        var plain = new double[n, n];
        var padded = new PaddedMatrix(n, n);
        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j < n; j++)
            {
                plain[i, j] = Enumerable.Range(0, n).Sum(k => root[i, k] * root[j, k]) / n + (i == j ? 0.5 : 0);
                padded[i, j] = plain[i, j];
            }
        }

        return (plain, padded);
    }

    [Theory]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NaN)]
    public void Factor_OfWhatIsNotFinite_IsAnError(double value)
    {
        var matrix = new PaddedMatrix(3, 3);
        for (var i = 0; i < 3; i++)
        {
            matrix[i, i] = i == 1 ? value : 1;
        }

        Should.Throw<ArithmeticException>(() => Cholesky.Of(matrix));
    }
}
