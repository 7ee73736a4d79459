namespace ClosedLoop.Optimization;

/// <summary>Scratch space of one prediction, kept for its gradient.</summary>
internal class PosteriorPoint(int dimension, int padded, bool isMixed = false)
{
    /// <summary>The point itself.</summary>
    public double[] Point { get; } = new double[dimension];

    /// <summary>Scaled coordinates.</summary>
    public double[] Scaled { get; } = new double[dimension];

    /// <summary>Covariances with the data.</summary>
    public double[] Covariances { get; } = new double[padded];

    /// <summary>Derivative factors of the covariances.</summary>
    public double[] Factors { get; } = new double[padded];

    /// <summary>Derivative factors by the coordinates of categories; empty without any.</summary>
    public double[] NominalFactors { get; } = new double[isMixed ? padded : 0];

    /// <summary>A sum over the data for their gradient.</summary>
    public double[] NominalPull { get; } = new double[isMixed ? padded : 0];

    /// <summary>L⁻¹ k.</summary>
    public double[] Whitened { get; } = new double[padded];

    /// <summary>A sum over the data for the gradient.</summary>
    public double[] Pull { get; } = new double[padded];

    /// <summary>Standard deviation of the Gaussian process.</summary>
    public double Deviation { get; set; }

    /// <summary>Standard deviation of a mixture with a forest.</summary>
    public double Mixed { get; set; }

    /// <summary>Gaussian process's mean less the forest's.</summary>
    public double Apart { get; set; }
}
