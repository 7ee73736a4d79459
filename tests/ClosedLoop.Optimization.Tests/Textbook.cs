namespace ClosedLoop.Optimization.Tests;

/// <summary>Slow, plain versions of what the engine does fast: the independent truth of these tests.</summary>
internal static class Textbook
{
    public static double[,] Cholesky(double[,] a)
    {
        var n = a.GetLength(0);
        var l = new double[n, n];
        for (var j = 0; j < n; j++)
        {
            for (var i = j; i < n; i++)
            {
                var sum = a[i, j];
                for (var k = 0; k < j; k++)
                {
                    sum -= l[i, k] * l[j, k];
                }

                l[i, j] = i == j ? Math.Sqrt(sum) : sum / l[j, j];
            }
        }

        return l;
    }

    /// <summary>Gaussian elimination with partial pivoting.</summary>
    public static double[] Solve(double[,] matrix, double[] right)
    {
        var a = (double[,])matrix.Clone();
        var x = (double[])right.Clone();
        var n = x.Length;
        for (var k = 0; k < n; k++)
        {
            var pivot = Enumerable.Range(k, n - k).MaxBy(i => Math.Abs(a[i, k]));
            for (var j = 0; j < n; j++)
            {
                (a[k, j], a[pivot, j]) = (a[pivot, j], a[k, j]);
            }

            (x[k], x[pivot]) = (x[pivot], x[k]);
            for (var i = k + 1; i < n; i++)
            {
                var factor = a[i, k] / a[k, k];
                for (var j = k; j < n; j++)
                {
                    a[i, j] -= factor * a[k, j];
                }

                x[i] -= factor * x[k];
            }
        }

        for (var i = n - 1; i >= 0; i--)
        {
            for (var j = i + 1; j < n; j++)
            {
                x[i] -= a[i, j] * x[j];
            }

            x[i] /= a[i, i];
        }

        return x;
    }

    public static double Matern(double[] a, double[] b, double[] lengthScales, int[] groups, double variance)
    {
        var r = Math.Sqrt(a.Select((value, d) => Math.Pow((value - b[d]) / lengthScales[groups[d]], 2)).Sum());
        return variance * (1 + (Math.Sqrt(5) * r) + (5 * r * r / 3)) * Math.Exp(-Math.Sqrt(5) * r);
    }

    public static double[,] Covariance(TrainingData data, GaussianProcessParameters p)
    {
        var k = new double[data.Count, data.Count];
        for (var i = 0; i < data.Count; i++)
        {
            for (var j = 0; j < data.Count; j++)
            {
                k[i, j] = Matern(data.Points[i], data.Points[j], p.LengthScales, data.Groups, p.SignalVariance) + (i == j ? p.NoiseVariance : 0);
            }
        }

        return k;
    }

    /// <summary>Posterior mean and latent variance by solving the dense system anew.</summary>
    public static (double Mean, double Variance) Predict(TrainingData data, GaussianProcessParameters p, double[] x)
    {
        var covariance = Covariance(data, p);
        var k = data.Points.Select(point => Matern(point, x, p.LengthScales, data.Groups, p.SignalVariance)).ToArray();
        var alpha = Solve(covariance, [.. data.Values.Select(y => y - p.Mean)]);
        var beta = Solve(covariance, k);
        return (p.Mean + k.Zip(alpha, (a, b) => a * b).Sum(), p.SignalVariance - k.Zip(beta, (a, b) => a * b).Sum());
    }

    public static double CentralDifference(Func<double, double> f, double x, double step) => (f(x + step) - f(x - step)) / (2 * step);

    /// <summary>Simpson's rule.</summary>
    public static double Integrate(Func<double, double> f, double from, double to, int intervals)
    {
        var width = (to - from) / intervals;
        var sum = f(from) + f(to);
        for (var i = 1; i < intervals; i++)
        {
            sum += f(from + (i * width)) * (i % 2 == 0 ? 2 : 4);
        }

        return sum * width / 3;
    }
}
