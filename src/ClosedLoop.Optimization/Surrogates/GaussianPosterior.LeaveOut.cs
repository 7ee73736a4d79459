namespace ClosedLoop.Optimization;

/// <summary>Predictions of data from the others.</summary>
internal sealed partial class GaussianPosterior
{
    /// <summary>
    /// By how much each target misses what those outside its fold predict, and the variance of that miss: (K⁻¹)_FF⁻¹ (K⁻¹ (y − mean))_F and the diagonal of
    /// (K⁻¹)_FF⁻¹ for each fold F (Rasmussen, Williams 2006, 5.12, in blocks).
    /// </summary>
    public (double[] Misses, double[] Variances) LeaveOut(int[] folds)
    {
        var (misses, variances) = (new double[_data.Count], new double[_data.Count]);
        foreach (var fold in Enumerable.Range(0, _data.Count).GroupBy(i => folds[i]))
        {
            int[] rows = [.. fold];
            var precision = new PaddedMatrix(rows.Length, rows.Length);
            for (var a = 0; a < rows.Length; a++)
            {
                for (var b = 0; b <= a; b++)
                {
                    precision[a, b] = TileKernel.Dot(_inverseFactor.Row(rows[a]), _inverseFactor.Row(rows[b]));
                }
            }

            var inverse = new PaddedMatrix(rows.Length, rows.Length);
            Cholesky.Of(precision).InverseFactor(inverse);
            var inner = new double[inverse.Stride];
            for (var a = 0; a < rows.Length; a++)
            {
                TileKernel.AddScaled(_weights[0][rows[a]], inverse.Row(a), inner);
            }

            for (var a = 0; a < rows.Length; a++)
            {
                misses[rows[a]] = TileKernel.Dot(inverse.Row(a), inner);
                variances[rows[a]] = TileKernel.Dot(inverse.Row(a), inverse.Row(a));
            }
        }

        return (misses, variances);
    }
}
