namespace ClosedLoop.Optimization;

/// <summary>Joint draws at the data.</summary>
internal sealed partial class GaussianPosterior
{
    // Realized latent values are drawn with this much noise of their own, relative to the signal, so that the matrix stays positive definite.
    private const double RealizedNoise = 1e-6;

    /// <summary>
    /// The posterior given latent values at the data, drawn jointly from what the measurements say of them (Matheron's rule), one scenario for each draw. What
    /// noise leaves unknown about the incumbents becomes a difference between scenarios.
    /// </summary>
    public GaussianPosterior Realize(int draws, RandomStream stream)
    {
        var n = _data.Count;
        var tiny = RealizedNoise * _parameters.SignalVariance;
        var prior = new PaddedMatrix(n, n);
        var noisy = new PaddedMatrix(n, n);
        var point = new double[Dimension];
        for (var i = 0; i < n; i++)
        {
            _covariances.Scale(_data.Points[i], point);
            _covariances.Row(point, prior.Row(i), [], [], []);
            prior.Row(i)[n..].Clear();
            prior.Row(i).CopyTo(noisy.Row(i));
            noisy[i, i] += tiny;
        }

        var cholesky = Cholesky.Of(noisy);
        double[][] normals = [.. Enumerable.Range(0, draws).Select(_ => new double[prior.Stride])];
        double[][] drawn = [.. normals.Select(_ => new double[n])];
        double[][] against = [.. normals.Select(_ => new double[prior.Stride])];
        for (var m = 0; m < draws; m++)
        {
            Fill(normals[m].AsSpan(0, n), stream);
            Fill(against[m].AsSpan(0, n), stream);
        }

        // Draws of the prior, corrected by what the measurements say against them; row by row, because the draws together are smaller than the matrices.
        for (var i = 0; i < n; i++)
        {
            for (var m = 0; m < draws; m++)
            {
                drawn[m][i] = TileKernel.Dot(cholesky.Factor.Row(i), normals[m]);
                against[m][i] = _residuals[0][i] - drawn[m][i] - (Math.Sqrt(_noise[i]) * against[m][i]);
            }
        }

        var weights = Cholesky.Solve(_inverseFactor, against);
        for (var i = 0; i < n; i++)
        {
            for (var m = 0; m < draws; m++)
            {
                drawn[m][i] += TileKernel.Dot(prior.Row(i), weights[m]);
            }
        }

        var noise = new double[n];
        Array.Fill(noise, tiny);
        return new GaussianPosterior(_data, noise, _parameters, _covariances, cholesky, Inverted(cholesky), drawn, null);
    }

    private static void Fill(Span<double> normals, RandomStream stream)
    {
        foreach (ref var normal in normals)
        {
            normal = stream.NextNormal();
        }
    }
}
