namespace ClosedLoop.Optimization;

/// <summary>What kind of Gaussian process: everything that is chosen, not tuned.</summary>
/// <param name="Kernel">The covariance function of ordered coordinates.</param>
internal sealed record GaussianProcessForm(KernelFamily Kernel)
{
    /// <summary>Whether categories may add to the rest instead of only interacting with it.</summary>
    public bool Adds { get; init; }

    /// <summary>Whether ordered coordinates are warped.</summary>
    public bool Warps { get; init; }

    /// <summary>The form of a fit.</summary>
    public static GaussianProcessForm Of(GaussianProcessParameters fitted) =>
        new(fitted.Kernel) { Adds = fitted.Interaction < 1, Warps = fitted.Warps.Length > 0 };
}
