namespace ClosedLoop.Optimization;

/// <summary>Which stationary covariance function, by how smooth its functions are.</summary>
internal enum KernelFamily
{
    /// <summary>Twice differentiable: most response surfaces.</summary>
    Matern52,

    /// <summary>Once differentiable: rough ones.</summary>
    Matern32,

    /// <summary>Analytic: physics in closed form.</summary>
    SquaredExponential,
}
