using ClosedLoop.Domain;
using ClosedLoop.Optimization;
using ClosedLoop.Simulators;

namespace ClosedLoop.DryRuns;

/// <summary>What one output of a step turned out to be. Closed set.</summary>
internal abstract record LearntOutput
{
    /// <summary>Replicates of so many degrees of freedom tell the noise better than the model does.</summary>
    private const int EnoughReplicates = 5;

    /// <summary>It was always one of the inputs, or the sample's name.</summary>
    public sealed record Passed(string Input) : LearntOutput;

    /// <summary>One of the values that were seen, at random.</summary>
    public sealed record Seen(IReadOnlyList<ParameterValue> Values) : LearntOutput;

    /// <summary>A number that depends on the candidate.</summary>
    /// <param name="Posterior">What the measurements say of it.</param>
    /// <param name="Noise">Standard deviation of a measurement.</param>
    /// <param name="Least">Least plausible value.</param>
    /// <param name="Greatest">Greatest plausible value.</param>
    public sealed record Measured(OutputPosterior Posterior, double Noise, double Least, double Greatest) : LearntOutput;

    public static LearntOutput Of(string name, CampaignSpec spec, IReadOnlyList<LearntStep> steps)
    {
        var values = steps.Select(step => step.Outputs[name]).ToList();
        if (steps.All(step => step.Outputs[name].Text == step.Sample))
        {
            return new Passed(PassResponse.Sample);
        }

        bool Repeats(string key) => steps.All(step => step.Inputs.TryGetValue(key, out var input) && input == step.Outputs[name]);
        if (steps[0].Inputs.Keys.Order(StringComparer.Ordinal).FirstOrDefault(Repeats) is { } passed)
        {
            return new Passed(passed);
        }

        if (values.Distinct().Count() == 1 || !values.TrueForAll(value => value.IsNumber))
        {
            return new Seen(values);
        }

        var numbers = values.ConvertAll(value => value.Number);
        var posterior = OutputPosterior.Fit(spec.Space, [.. steps.Select(step => step.Candidate)], numbers, spec.Seed);
        var objective = spec.Objectives.FirstOrDefault(objective => objective.Name == name);
        return new Measured(
            posterior,
            Replicated([.. steps.Select((step, i) => (step.Candidate, numbers[i]))]) ?? posterior.Noise,
            objective?.PlausibleLower ?? double.NegativeInfinity,
            objective?.PlausibleUpper ?? double.PositiveInfinity);
    }

    /// <summary>Pooled standard deviation of candidates that were measured several times; null when they are too few.</summary>
    internal static double? Replicated(IReadOnlyList<(Candidate Candidate, double Value)> measured)
    {
        var groups = measured.GroupBy(pair => pair.Candidate, pair => pair.Value).Select(group => group.ToList()).ToList();
        var freedom = groups.Sum(group => group.Count - 1);
        return freedom < EnoughReplicates ? null : Math.Sqrt(groups.Sum(group => group.Sum(value => Math.Pow(value - group.Average(), 2))) / freedom);
    }
}
