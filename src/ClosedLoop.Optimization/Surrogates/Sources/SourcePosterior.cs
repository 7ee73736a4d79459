namespace ClosedLoop.Optimization;

/// <summary>
/// The latent function of one source given the data of all. Seen through another source, its means are the same, but its deviation is only that by which one
/// measurement there will move the mean, |cov(f, f_through)| / √(var f_through + noise): the rest stays unknown. So an improvement expected under it is the
/// improvement of what is known, and acquisitions need not know of sources.
/// </summary>
/// <param name="joint">The joint posterior.</param>
/// <param name="source">Whose latent function.</param>
/// <param name="through">The source that measures.</param>
/// <param name="noise">Variance of that measurement about its latent value.</param>
internal sealed class SourcePosterior(JointPosterior joint, int source, int through, double noise) : IPosterior
{
    // Relative to the prior: the smallest variance that the arithmetic can tell from zero.
    private const double VarianceFloor = 1e-14;

    private readonly double _prior = joint.Parameters.Prior(source, source);
    private readonly double _measuredPrior = joint.Parameters.Prior(through, through);
    private readonly double _covariance = joint.Parameters.Prior(source, through);

    private bool IsSeen => through != source;

    public int Scenarios => joint.Scenarios;

    public int Dimension => joint.Data.Dimension;

    public PosteriorPoint Scratch() => new SourcePoint(joint.Kernel.Terms, Dimension, joint.Kernel.Stride);

    public double Predict(ReadOnlySpan<double> point, Span<double> means, PosteriorPoint at)
    {
        var scratch = (SourcePoint)at;
        Array.Clear(scratch.Covariances);
        Array.Clear(scratch.MeasuredCovariances);
        for (var q = 0; q < joint.Kernel.Terms; q++)
        {
            joint.Kernel.Scale(q, point, scratch.TermScaled[q]);
            joint.Kernel.Correlate(q, scratch.TermScaled[q], scratch.Correlations, scratch.TermFactors[q]);
            JointKernel.AddProducts(joint.Kernel.Shares(q, source), scratch.Correlations, scratch.Covariances);
            if (IsSeen)
            {
                JointKernel.AddProducts(joint.Kernel.Shares(q, through), scratch.Correlations, scratch.MeasuredCovariances);
            }
        }

        joint.Whiten(scratch.Covariances, scratch.Whitened);
        Average(scratch.Covariances, means);
        if (!IsSeen)
        {
            return scratch.Deviation = Math.Sqrt(Floored(_prior - TileKernel.Dot(scratch.Whitened, scratch.Whitened)));
        }

        joint.Whiten(scratch.MeasuredCovariances, scratch.MeasuredWhitened);
        scratch.Covariance = _covariance - TileKernel.Dot(scratch.Whitened, scratch.MeasuredWhitened);
        scratch.Variance = Measured(TileKernel.Dot(scratch.MeasuredWhitened, scratch.MeasuredWhitened));
        return scratch.Deviation = Moved(scratch.Covariance, scratch.Variance);
    }

    public void Gradient(PosteriorPoint at, ReadOnlySpan<double> meanWeights, double deviationWeight, Span<double> gradient)
    {
        var scratch = (SourcePoint)at;
        Array.Clear(scratch.Pull);
        Array.Clear(scratch.MeasuredPull);
        for (var m = 0; m < Scenarios; m++)
        {
            TileKernel.AddScaled(meanWeights[m], joint.Weights(m), scratch.Pull);
        }

        for (var i = 0; i < joint.Data.Count; i++)
        {
            var own = joint.Unwhiten(i, scratch.Whitened);
            if (!IsSeen)
            {
                // ∂σ/∂x = −(K⁻¹ k)ᵀ ∂k/∂x / σ.
                scratch.Pull[i] -= deviationWeight / scratch.Deviation * own;
                continue;
            }

            // σ = |c| / √v with c = b − kᵀK⁻¹h, v = b′ + noise − hᵀK⁻¹h.
            var measured = joint.Unwhiten(i, scratch.MeasuredWhitened);
            var byCovariance = deviationWeight * Math.Sign(scratch.Covariance) / Math.Sqrt(scratch.Variance);
            scratch.Pull[i] -= byCovariance * measured;
            scratch.MeasuredPull[i] = (deviationWeight * scratch.Deviation / scratch.Variance * measured) - (byCovariance * own);
        }

        Descend(scratch, gradient);
    }

    public void Predict(IReadOnlyList<double[]> points, Span<double> means, Span<double> deviations)
    {
        const int block = 64;
        var scaled = new double[Dimension];
        var correlations = new double[joint.Kernel.Stride];
        for (var start = 0; start < points.Count; start += block)
        {
            var rows = Math.Min(block, points.Count - start);
            var own = new PaddedMatrix(rows, joint.Data.Count);
            var measured = IsSeen ? new PaddedMatrix(rows, joint.Data.Count) : own;
            for (var r = 0; r < rows; r++)
            {
                for (var q = 0; q < joint.Kernel.Terms; q++)
                {
                    joint.Kernel.Scale(q, points[start + r], scaled);
                    joint.Kernel.Correlate(q, scaled, correlations, []);
                    JointKernel.AddProducts(joint.Kernel.Shares(q, source), correlations, own.Row(r));
                    if (IsSeen)
                    {
                        JointKernel.AddProducts(joint.Kernel.Shares(q, through), correlations, measured.Row(r));
                    }
                }

                Average(own.Row(r), means.Slice((start + r) * Scenarios, Scenarios));
            }

            joint.Whiten(own);
            if (IsSeen)
            {
                joint.Whiten(measured);
            }

            for (var r = 0; r < rows; r++)
            {
                deviations[start + r] = IsSeen
                    ? Moved(_covariance - TileKernel.Dot(own.Row(r), measured.Row(r)), Measured(TileKernel.Dot(measured.Row(r), measured.Row(r))))
                    : Math.Sqrt(Floored(_prior - TileKernel.Dot(own.Row(r), own.Row(r))));
            }
        }
    }

    public IPosterior Condition(ReadOnlySpan<double> point, ReadOnlySpan<double> values) =>
        new SourcePosterior(joint.Condition(point, source, values), source, through, noise);

    private void Average(ReadOnlySpan<double> covariances, Span<double> means)
    {
        for (var m = 0; m < Scenarios; m++)
        {
            means[m] = joint.Parameters.Means[source] + TileKernel.Dot(covariances, joint.Weights(m));
        }
    }

    private double Floored(double variance) => Math.Max(variance, VarianceFloor * _prior);

    private double Measured(double explained) => Math.Max(_measuredPrior - explained, VarianceFloor * _measuredPrior) + noise;

    // No more than all of the deviation can be moved; where a source is known already, rounding could say otherwise.
    private double Moved(double covariance, double variance) => Math.Max(Math.Abs(covariance) / Math.Sqrt(variance), Math.Sqrt(VarianceFloor * _prior));

    private void Descend(SourcePoint scratch, Span<double> gradient)
    {
        var pull = scratch.Correlations;
        gradient.Clear();
        for (var q = 0; q < joint.Kernel.Terms; q++)
        {
            Array.Clear(pull);
            JointKernel.AddProducts(scratch.Pull, joint.Kernel.Shares(q, source), pull);
            if (IsSeen)
            {
                JointKernel.AddProducts(scratch.MeasuredPull, joint.Kernel.Shares(q, through), pull);
            }

            var total = 0.0;
            for (var i = 0; i < joint.Data.Count; i++)
            {
                pull[i] *= -scratch.TermFactors[q][i];
                total += pull[i];
            }

            pull.AsSpan(joint.Data.Count).Clear();
            for (var d = 0; d < Dimension; d++)
            {
                gradient[d] += ((scratch.TermScaled[q][d] * total) - TileKernel.Dot(pull, joint.Kernel.Scaled(q).Row(d)))
                    / joint.Parameters.Terms[q].LengthScales[joint.Data.Groups[d]];
            }
        }
    }
}
