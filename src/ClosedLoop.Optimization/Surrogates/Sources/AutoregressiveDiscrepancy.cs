namespace ClosedLoop.Optimization;

/// <summary>
/// Each source is its own discrepancy plus a multiple of every source that stands in for it: f_s = Σ ρ_c f_c + δ_s (Kennedy, O'Hagan 2000, where the sources are a
/// chain; here a tree whose root is the target). Discrepancies are independent, each with length scales of its own. Free parameters: logarithms of length scales
/// of each discrepancy, logarithms of their variances, ρ of every source but the target, logarithms of noise variances.
/// </summary>
internal sealed class AutoregressiveDiscrepancy : ISourceRelation
{
    private readonly int _sources;
    private readonly int[] _followers;
    private readonly int[][] _paths;

    /// <param name="approximates">For each source the one that it stands in for; −1 of the target, to which all paths lead.</param>
    public AutoregressiveDiscrepancy(int[] approximates)
    {
        _sources = approximates.Length;
        _followers = [.. Enumerable.Range(0, _sources).Where(s => approximates[s] >= 0)];
        _paths = [.. Enumerable.Range(0, _sources).Select(s => Path(approximates, s))];
    }

    public string Name => "autoregressive";

    public ParameterPrior[] Priors(int groups) =>
    [
        .. Enumerable.Range(0, _sources).SelectMany(s => Enumerable.Repeat(IsFollowed(s) ? SourcePriors.DiscrepancyLengthScale(groups) : SourcePriors.LengthScale(groups), groups)),
        .. Enumerable.Range(0, _sources).Select(s => IsFollowed(s) ? SourcePriors.Discrepancy : SourcePriors.Signal),
        .. Enumerable.Repeat(SourcePriors.Loading, _followers.Length),
        .. Enumerable.Repeat(SourcePriors.Noise, _sources),
    ];

    public double[] Unrelated(int groups)
    {
        var free = SourcePriors.Modes(Priors(groups));
        Array.Clear(free, Variances(groups), _sources + _followers.Length);
        return free;
    }

    public JointParameters Unpack(ReadOnlySpan<double> free, int groups, KernelFamily kernel)
    {
        var terms = new CoregionalTerm[_sources];
        for (var q = 0; q < _sources; q++)
        {
            var loadings = new double[_sources];
            for (var k = 0; k < _paths[q].Length; k++)
            {
                loadings[_paths[q][k]] = Loading(free, groups, q, k, -1);
            }

            terms[q] = new(SourcePriors.Exp(free.Slice(q * groups, groups)), loadings, new double[_sources]);
        }

        return new(kernel, terms, SourcePriors.Exp(free[^_sources..]), new double[_sources]);
    }

    public void Pull(ReadOnlySpan<double> free, JointParameters parameters, JointGradient gradient, Span<double> result)
    {
        var groups = parameters.Terms[0].LengthScales.Length;
        result.Clear();
        for (var q = 0; q < _sources; q++)
        {
            gradient.ByLengthScale[q].CopyTo(result[(q * groups)..]);
            var path = _paths[q];
            for (var k = 0; k < path.Length; k++)
            {
                var byLoading = gradient.ByLoading(q, path[k], parameters.Terms[q].Loadings);
                result[Variances(groups) + q] += byLoading * 0.5 * parameters.Terms[q].Loadings[path[k]];
                for (var j = 0; j < k; j++)
                {
                    result[Factor(groups, path[j])] += byLoading * Loading(free, groups, q, k, j);
                }
            }

            result[^(_sources - q)] = gradient.ByNoise[q];
        }
    }

    public IReadOnlyDictionary<string, double> Describe(JointParameters parameters, IReadOnlyList<string> names)
    {
        var figures = new Dictionary<string, double>();
        for (var q = 0; q < _sources; q++)
        {
            var term = parameters.Terms[q];
            for (var g = 0; g < term.LengthScales.Length; g++)
            {
                figures[$"{names[q]}.lengthscale.{g}"] = term.LengthScales[g];
            }

            figures[$"{names[q]}.discrepancy"] = term.Share(q, q);
            if (_paths[q].Length > 1)
            {
                figures[$"{names[q]}.factor"] = term.Loadings[_paths[q][1]] / term.Loadings[q];
            }
        }

        return figures;
    }

    // σ_q Π ρ over the first k sources of the path from q; without the factor of the j-th it is the derivative by that.
    private double Loading(ReadOnlySpan<double> free, int groups, int q, int k, int j)
    {
        var product = Math.Exp(0.5 * free[Variances(groups) + q]);
        for (var i = 0; i < k; i++)
        {
            product *= i == j ? 1 : free[Factor(groups, _paths[q][i])];
        }

        return product;
    }

    private bool IsFollowed(int source) => _paths.Any(path => Array.IndexOf(path, source) > 0);

    private int Variances(int groups) => _sources * groups;

    private int Factor(int groups, int source) => Variances(groups) + _sources + Array.IndexOf(_followers, source);

    private static int[] Path(int[] approximates, int source)
    {
        var path = new List<int>();
        for (var s = source; s >= 0; s = approximates[s])
        {
            path.Add(s);
        }

        return [.. path];
    }
}
