namespace ClosedLoop.Optimization;

/// <summary>A model fitted to one output.</summary>
internal interface ISurrogate
{
    /// <summary>Short name, such as <c>gp-matern52-ard</c>.</summary>
    string Name { get; }

    /// <summary>What it learnt from, in standardized units.</summary>
    TrainingData Data { get; }

    /// <summary>Why this model and not another, in words.</summary>
    string Reason { get; }

    /// <summary>Variance of a measurement about the latent value, in standardized units.</summary>
    double NoiseVariance { get; }

    /// <summary>Variance of the latent value before any data, in standardized units.</summary>
    double PriorVariance { get; }

    /// <summary>Between standardized and modelled units.</summary>
    OutputScale Scale { get; }

    /// <summary>The latent function given the data, in standardized units.</summary>
    IPosterior Posterior { get; }

    /// <summary>Name → value; length scales are named by their group's number.</summary>
    IReadOnlyDictionary<string, double> HyperParameters { get; }

    /// <summary>Each observation predicted from all others, in standardized units, noise included.</summary>
    LeaveOneOut LeaveOneOut();

    /// <summary>Each observation predicted from those of the other folds, likewise.</summary>
    /// <param name="folds">For each observation of <see cref="Data"/> its fold.</param>
    LeaveOneOut LeaveOut(int[] folds);

    /// <summary>Log marginal likelihood of the standardized data.</summary>
    double LogLikelihood { get; }

    /// <summary>What had to be added to the diagonal to factor the covariance; 0 when nothing.</summary>
    double Jitter { get; }
}
