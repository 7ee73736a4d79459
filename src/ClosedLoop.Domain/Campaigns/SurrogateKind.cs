namespace ClosedLoop.Domain;

/// <summary>What models the objectives.</summary>
public enum SurrogateKind
{
    /// <summary>Whatever predicts best what it has not seen.</summary>
    Auto,

    /// <summary>A Gaussian process.</summary>
    GaussianProcess,

    /// <summary>A random forest.</summary>
    Forest,

    /// <summary>A straight line in every parameter.</summary>
    Linear,

    /// <summary>A polynomial of the second degree.</summary>
    Polynomial,
}
