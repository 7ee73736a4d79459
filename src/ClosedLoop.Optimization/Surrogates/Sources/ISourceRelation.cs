namespace ClosedLoop.Optimization;

/// <summary>What sources are to each other: how a vector of free parameters becomes the covariance of a joint model.</summary>
internal interface ISourceRelation
{
    /// <summary>Short name, such as <c>autoregressive</c>.</summary>
    string Name { get; }

    /// <summary>Prior and bounds of each free parameter.</summary>
    ParameterPrior[] Priors(int groups);

    /// <summary>Free parameters at which the sources have nothing in common: where a fit starts that doubts the cheap ones.</summary>
    double[] Unrelated(int groups);

    /// <summary>The joint model at free parameters, with zero means.</summary>
    JointParameters Unpack(ReadOnlySpan<double> free, int groups, KernelFamily kernel);

    /// <summary>Writes derivatives by the free parameters.</summary>
    void Pull(ReadOnlySpan<double> free, JointParameters parameters, JointGradient gradient, Span<double> result);

    /// <summary>Name → value, for people.</summary>
    IReadOnlyDictionary<string, double> Describe(JointParameters parameters, IReadOnlyList<string> sources);
}
