namespace ClosedLoop.Optimization;

/// <summary>Scratch space of one prediction from several sources, kept for its gradient.</summary>
internal sealed class SourcePoint(int terms, int dimension, int padded) : PosteriorPoint(dimension, padded)
{
    /// <summary>Scaled coordinates, term by term.</summary>
    public double[][] TermScaled { get; } = [.. Enumerable.Range(0, terms).Select(_ => new double[dimension])];

    /// <summary>Derivative factors of the correlations, term by term.</summary>
    public double[][] TermFactors { get; } = [.. Enumerable.Range(0, terms).Select(_ => new double[padded])];

    /// <summary>Correlations of one term with the data.</summary>
    public double[] Correlations { get; } = new double[padded];

    /// <summary>Covariances of the measured source with the data.</summary>
    public double[] MeasuredCovariances { get; } = new double[padded];

    /// <summary>L⁻¹ k of the measured source.</summary>
    public double[] MeasuredWhitened { get; } = new double[padded];

    /// <summary>A sum over the data for the gradient by way of the measured source.</summary>
    public double[] MeasuredPull { get; } = new double[padded];

    /// <summary>Posterior covariance of the latent function with the measured source's.</summary>
    public double Covariance { get; set; }

    /// <summary>Variance of a measurement at the measured source.</summary>
    public double Variance { get; set; }
}
