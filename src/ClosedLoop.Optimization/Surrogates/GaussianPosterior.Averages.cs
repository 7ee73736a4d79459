namespace ClosedLoop.Optimization;

/// <content>What explanations and calibration ask: means of many points, their average, and what is held out.</content>
internal sealed partial class GaussianPosterior
{
    public void Means(IReadOnlyList<double[]> points, Span<double> means)
    {
        var point = new double[Dimension];
        var row = new double[_inverseFactor.Stride];
        for (var i = 0; i < points.Count; i++)
        {
            _covariances.Scale(points[i], point);
            _covariances.Row(point, row, [], [], []);
            row.AsSpan(_data.Count).Clear();
            for (var m = 0; m < Scenarios; m++)
            {
                means[(i * Scenarios) + m] = _parameters.Mean + TileKernel.Dot(row, _weights[m]);
            }
        }
    }

    public double AverageDeviation(IReadOnlyList<double[]> points)
    {
        // The average of jointly normal values: mean covariance of the points less what the data explain of it.
        var withEachOther = new Covariances(_data with { Points = points, Values = [], Variances = [] }, _parameters);
        var among = new double[PaddedMatrix.Pad(points.Count)];
        var row = new double[_inverseFactor.Stride];
        var average = new double[_inverseFactor.Stride];
        var point = new double[Dimension];
        var prior = 0.0;
        foreach (var each in points)
        {
            _covariances.Scale(each, point);
            withEachOther.Row(point, among, [], [], []);
            prior += among.AsSpan(0, points.Count).ToArray().Sum() / ((double)points.Count * points.Count);
            _covariances.Row(point, row, [], [], []);
            TileKernel.AddScaled(1.0 / points.Count, row, average);
        }

        var whitened = new double[_inverseFactor.Stride];
        average.AsSpan(_data.Count).Clear();
        Cholesky.Whiten(_inverseFactor, average, whitened);
        return Math.Sqrt(Math.Max(prior - TileKernel.Dot(whitened, whitened), VarianceFloor * _parameters.SignalVariance));
    }

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
