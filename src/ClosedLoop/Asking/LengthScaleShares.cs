using ClosedLoop.Domain;

namespace ClosedLoop;

/// <summary>How much each parameter matters to an objective, as the length scales of its Gaussian process tell: a short one means a quick change.</summary>
internal static class LengthScaleShares
{
    /// <summary>Parameter → inverse squared length scale as a share of the sum of all; empty without a surrogate, and when it has none.</summary>
    public static IReadOnlyDictionary<string, double> Of(ModelSummary? model, string objective)
    {
        var prefix = $"{objective}.lengthscale.";
        var relevances = (model?.HyperParameters ?? new Dictionary<string, double>())
            .Where(parameter => parameter.Key.StartsWith(prefix, StringComparison.Ordinal))
            .ToDictionary(parameter => parameter.Key[prefix.Length..], parameter => 1 / (parameter.Value * parameter.Value));
        var sum = relevances.Values.Sum();
        return relevances.ToDictionary(relevance => relevance.Key, relevance => relevance.Value / sum);
    }
}
