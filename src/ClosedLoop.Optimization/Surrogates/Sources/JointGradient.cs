namespace ClosedLoop.Optimization;

/// <summary>Derivatives of a log likelihood with respect to what a relation of sources makes of its parameters.</summary>
/// <param name="ByShare">For each term the derivatives by B_st, as if all of them were free (S × S, symmetric).</param>
/// <param name="ByLengthScale">For each term the derivatives by the logarithm of each length scale.</param>
/// <param name="ByNoise">For each source the derivative by the logarithm of its noise variance.</param>
internal sealed record JointGradient(double[][,] ByShare, double[][] ByLengthScale, double[] ByNoise)
{
    /// <summary>Derivative by a loading a_s of a term.</summary>
    public double ByLoading(int term, int s, double[] loadings)
    {
        var sum = 0.0;
        for (var t = 0; t < loadings.Length; t++)
        {
            sum += 2 * ByShare[term][s, t] * loadings[t];
        }

        return sum;
    }
}
