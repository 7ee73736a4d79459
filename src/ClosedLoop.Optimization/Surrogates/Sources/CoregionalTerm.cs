namespace ClosedLoop.Optimization;

/// <summary>
/// One latent part of a linear model of coregionalization (Goovaerts 1997; Alvarez, Rosasco, Lawrence 2012): the covariance between source s at x and source t at
/// x′ is B_st κ(x, x′) with B = a aᵀ + diag(b).
/// </summary>
/// <param name="LengthScales">One for each group of coordinates.</param>
/// <param name="Loadings">a: how each source follows the part that is common to all.</param>
/// <param name="Own">b: variance that each source has to itself.</param>
internal sealed record CoregionalTerm(double[] LengthScales, double[] Loadings, double[] Own)
{
    /// <summary>B_st.</summary>
    public double Share(int s, int t) => (Loadings[s] * Loadings[t]) + (s == t ? Own[s] : 0);
}
