using System.Globalization;
using ClosedLoop.Domain;

namespace ClosedLoop.Optimization;

/// <summary>What the acquisition is multiplied by: the probability of success, of meeting each limit, and one over the cost; each only where the data have something to say.</summary>
internal static class FactorChoice
{
    private const int FewestCosts = 3;

    // Standard deviation of log costs below which all trials cost the same.
    private const double LeastCostSpread = 0.05;

    /// <summary>The factors.</summary>
    /// <param name="problem">What the campaign declares.</param>
    /// <param name="data">What was observed.</param>
    /// <param name="groups">For each coordinate its length scale.</param>
    /// <param name="fit">Fits a surrogate to values in their own unit.</param>
    public static IReadOnlyList<ChosenFactor> Choose(PlanningProblem problem, LearntData data, int[] groups, Func<MeasuredOutput, ISurrogate> fit)
    {
        var factors = new List<ChosenFactor>();
        if (data.Failed.Count > 0 && data.Succeeded.Count > 0)
        {
            factors.Add(new(
                new ProbabilityFactor(SuccessClassifier.Fit(data.Succeeded, data.Failed, groups), 1, 0, null),
                $"feasibility: times the probability of success, from a Gaussian process classifier of {data.Failed.Count} failed and {data.Succeeded.Count} successful trials"));
        }

        for (var l = 0; l < problem.Limits.Count; l++)
        {
            if (data.Limited[l].Points.Count > 0)
            {
                factors.Add(Limit(problem.Limits[l], fit(data.Limited[l])));
            }
        }

        if (Costs(data.LogCosts, fit) is { } cost)
        {
            factors.Add(cost);
        }

        return factors;
    }

    private static ChosenFactor Limit(OutcomeConstraint limit, ISurrogate surrogate)
    {
        double? Standardized(double? value) => value is { } v ? surrogate.Scale.Standardize(v) : null;
        return new(
            new ProbabilityFactor(surrogate.Posterior, surrogate.NoiseVariance, Standardized(limit.AtLeast), Standardized(limit.AtMost)),
            $"limit: times the probability of {limit}; {surrogate.Reason}");
    }

    private static ChosenFactor? Costs(MeasuredOutput costs, Func<MeasuredOutput, ISurrogate> fit)
    {
        if (costs.Values.Length < FewestCosts)
        {
            return null;
        }

        var mean = costs.Values.Average();
        if (Math.Sqrt(costs.Values.Average(value => (value - mean) * (value - mean))) < LeastCostSpread)
        {
            return null;
        }

        var surrogate = fit(costs);
        return new(
            new CostFactor(surrogate.Posterior, surrogate.Scale.Spread),
            string.Create(CultureInfo.InvariantCulture, $"cost: per unit of cost, which {costs.Values.Length} trials put between {Math.Exp(costs.Values.Min()):G3} and {Math.Exp(costs.Values.Max()):G3}"));
    }
}
