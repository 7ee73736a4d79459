namespace ClosedLoop.Optimization;

/// <summary>
/// Multi-task kernel: all sources share one latent function, each with its own loading, and each has variance to itself (intrinsic coregionalization, B = a aᵀ +
/// diag(b): Bonilla, Chai, Williams 2008). Free parameters: logarithms of length scales, loadings, logarithms of own variances, logarithms of noise variances.
/// </summary>
/// <param name="sources">How many sources.</param>
/// <param name="target">The source that counts.</param>
internal sealed class Coregionalization(int sources, int target) : ISourceRelation
{
    public string Name => "coregional";

    public ParameterPrior[] Priors(int groups) =>
    [
        .. Enumerable.Repeat(SourcePriors.LengthScale(groups), groups),
        .. Enumerable.Repeat(SourcePriors.Loading, sources),
        .. Enumerable.Repeat(SourcePriors.Discrepancy, sources),
        .. Enumerable.Repeat(SourcePriors.Noise, sources),
    ];

    public double[] Unrelated(int groups)
    {
        var free = SourcePriors.Modes(Priors(groups));
        (free[groups + target], free[groups + sources + target]) = (0, 0);
        return free;
    }

    public JointParameters Unpack(ReadOnlySpan<double> free, int groups, KernelFamily kernel)
    {
        var rest = free[groups..];
        var term = new CoregionalTerm(SourcePriors.Exp(free[..groups]), rest[..sources].ToArray(), SourcePriors.Exp(rest.Slice(sources, sources)));
        return new(kernel, [term], SourcePriors.Exp(rest[(2 * sources)..]), new double[sources]);
    }

    public void Pull(ReadOnlySpan<double> free, JointParameters parameters, JointGradient gradient, Span<double> result)
    {
        var term = parameters.Terms[0];
        var groups = term.LengthScales.Length;
        gradient.ByLengthScale[0].CopyTo(result);
        for (var s = 0; s < sources; s++)
        {
            result[groups + s] = gradient.ByLoading(0, s, term.Loadings);
            result[groups + sources + s] = gradient.ByShare[0][s, s] * term.Own[s];
            result[groups + (2 * sources) + s] = gradient.ByNoise[s];
        }
    }

    public IReadOnlyDictionary<string, double> Describe(JointParameters parameters, IReadOnlyList<string> names)
    {
        var figures = new Dictionary<string, double>();
        var term = parameters.Terms[0];
        for (var g = 0; g < term.LengthScales.Length; g++)
        {
            figures[$"lengthscale.{g}"] = term.LengthScales[g];
        }

        for (var s = 0; s < sources; s++)
        {
            figures[$"{names[s]}.loading"] = term.Loadings[s];
            figures[$"{names[s]}.own"] = term.Own[s];
        }

        return figures;
    }
}
