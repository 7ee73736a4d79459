namespace ClosedLoop.Optimization;

/// <summary>Hyper-parameters of a model of several sources, on outputs standardized source by source and unit-cube inputs.</summary>
/// <param name="Kernel">The covariance function of all terms.</param>
/// <param name="Terms">Latent parts.</param>
/// <param name="NoiseVariances">For each source the variance of a measurement.</param>
/// <param name="Means">For each source its constant mean.</param>
internal sealed record JointParameters(KernelFamily Kernel, IReadOnlyList<CoregionalTerm> Terms, double[] NoiseVariances, double[] Means)
{
    /// <summary>Prior covariance of two sources at one point.</summary>
    public double Prior(int s, int t) => Terms.Sum(term => term.Share(s, t));
}
