using ClosedLoop.Domain;

namespace ClosedLoop.CampaignFiles;

/// <summary>The extremes of a linear form over a space without its constraints.</summary>
internal static class LinearRange
{
    /// <summary>The least value of Σ coefficient · key; exact up to the step of a composition.</summary>
    public static double Least(IReadOnlyDictionary<string, double> coefficients, IEnumerable<Parameter> parameters) =>
        parameters.Sum(parameter => parameter switch
        {
            CategoricalParameter or ContextParameter or FixedParameter { Value.IsNumber: false } => 0,
            FixedParameter p => Least(coefficients, p.Name, p.Value.Number, p.Value.Number),
            ContinuousParameter p => Least(coefficients, p.Name, p.Lower, p.Upper),
            IntegerParameter p => Least(coefficients, p.Name, p.Lower, p.Upper),
            DiscreteParameter p => Least(coefficients, p.Name, p.Levels[0], p.Levels[^1]),
            CompositionParameter p => Least(coefficients, p),
            _ => throw new InvalidOperationException($"Unknown parameter type {parameter.GetType().Name}"),
        });

    private static double Least(IReadOnlyDictionary<string, double> coefficients, string key, double lower, double upper)
    {
        var coefficient = coefficients.GetValueOrDefault(key);
        return coefficient * (coefficient >= 0 ? lower : upper);
    }

    // Every part at its lower bound, then the rest of the total where it weighs least: the greedy answer to a knapsack of continuous amounts is exact.
    private static double Least(IReadOnlyDictionary<string, double> coefficients, CompositionParameter composition)
    {
        var sum = composition.Parts.Sum(part => coefficients.GetValueOrDefault(part.Name) * part.Lower);
        var rest = composition.Total - composition.Parts.Sum(part => part.Lower);
        foreach (var part in composition.Parts.OrderBy(part => coefficients.GetValueOrDefault(part.Name)))
        {
            var amount = Math.Min(rest, part.Upper - part.Lower);
            sum += coefficients.GetValueOrDefault(part.Name) * amount;
            rest -= amount;
        }

        return sum;
    }
}
