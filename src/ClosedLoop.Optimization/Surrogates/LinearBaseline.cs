using MathNet.Numerics.LinearAlgebra;

namespace ClosedLoop.Optimization;

/// <summary>Least squares on the coordinates, with a breath of ridge: what a surrogate has to beat to be worth its name.</summary>
internal static class LinearBaseline
{
    private const double Ridge = 1e-3;

    /// <summary>Each observation predicted from all others by the hat matrix; null with fewer than two observations for each coefficient.</summary>
    public static LeaveOneOut? LeaveOneOut(TrainingData data)
    {
        var (n, p) = (data.Count, data.Dimension + 1);
        if (n < 2 * p)
        {
            return null;
        }

        var design = Matrix<double>.Build.Dense(n, p, (i, j) => j == 0 ? 1 : data.Points[i][j - 1]);
        var projection = (design.TransposeThisAndMultiply(design) + (Ridge * Matrix<double>.Build.DenseIdentity(p))).Cholesky().Solve(design.Transpose());
        var fitted = design * (projection * Vector<double>.Build.Dense(data.Values));
        var means = new double[n];
        var sum = 0.0;
        for (var i = 0; i < n; i++)
        {
            var leverage = design.Row(i).DotProduct(projection.Column(i));
            var miss = (data.Values[i] - fitted[i]) / Math.Max(1e-9, 1 - leverage);
            means[i] = data.Values[i] - miss;
            sum += miss * miss / n;
        }

        var deviations = new double[n];
        Array.Fill(deviations, Math.Sqrt(Math.Max(sum, 1e-12)));
        return new(data.Values, means, deviations);
    }
}
