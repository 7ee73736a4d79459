using System.Text.Json.Serialization;

namespace ClosedLoop.Domain;

/// <summary>Everything that may be tried: parameters, constraints on them, and, where only listed candidates exist, their table.</summary>
public sealed record SearchSpace
{
    private const double StepTolerance = 1e-6;

    /// <summary>The parameters, at least one.</summary>
    public required IReadOnlyList<Parameter> Parameters { get; init; }

    /// <summary>Constraints that every candidate satisfies; none by default.</summary>
    public IReadOnlyList<Constraint> Constraints { get; init; } = [];

    /// <summary>The only candidates that exist (distinct, in file order), or null when every point of the box does.</summary>
    [JsonConverter(typeof(CandidateTableJsonConverter))]
    public IReadOnlyList<Candidate>? Table { get; init; }

    /// <summary>The keys of a candidate, in order.</summary>
    [JsonIgnore]
    public IEnumerable<string> Keys => Parameters.SelectMany(parameter => parameter.Keys);

    /// <summary>What is observed with every trial but not chosen.</summary>
    [JsonIgnore]
    public IEnumerable<ContextParameter> Context => Parameters.OfType<ContextParameter>();

    /// <summary>Why a candidate is not part of the space, or null when it is.</summary>
    public string? WhyNot(Candidate candidate)
    {
        ArgumentNullException.ThrowIfNull(candidate);
        if (!HasKeysOf(candidate))
        {
            return $"expected values for {string.Join(", ", Keys)}";
        }

        foreach (var parameter in Parameters)
        {
            if (WhyNot(parameter, candidate) is { } reason)
            {
                return reason;
            }
        }

        foreach (var constraint in Constraints)
        {
            if (!constraint.Holds(candidate))
            {
                return $"violates {constraint}";
            }
        }

        return null;
    }

    private bool HasKeysOf(Candidate candidate)
    {
        var next = 0;
        foreach (var parameter in Parameters)
        {
            foreach (var key in parameter.Keys)
            {
                if (next == candidate.Values.Length || candidate.Values[next++].Key != key)
                {
                    return false;
                }
            }
        }

        return next == candidate.Values.Length;
    }

    private static string? WhyNot(Parameter parameter, Candidate candidate) => parameter switch
    {
        CategoricalParameter p =>
            candidate[p.Name].Text is { } text && p.Levels.Contains(text) ? null : $"{p.Name}: {candidate[p.Name]} is not one of its levels",
        CompositionParameter p => WhyNot(p, candidate),
        FixedParameter p => candidate[p.Name] == p.Value ? null : $"{p.Name}: {candidate[p.Name]} is not its fixed value {p.Value}",
        ContextParameter => null,
        _ when !candidate[parameter.Name].IsNumber => $"{parameter.Name}: {candidate[parameter.Name]} is not a number",
        ContinuousParameter p => Between(p.Name, candidate[p.Name].Number, p.Lower, p.Upper),
        IntegerParameter p => candidate[p.Name].Number == Math.Round(candidate[p.Name].Number)
            ? Between(p.Name, candidate[p.Name].Number, p.Lower, p.Upper)
            : $"{p.Name}: {candidate[p.Name]} is not a whole number",
        DiscreteParameter p => p.Levels.Contains(candidate[p.Name].Number) ? null : $"{p.Name}: {candidate[p.Name]} is not one of its levels",
        _ => throw new InvalidOperationException($"Unknown parameter type {parameter.GetType().Name}"),
    };

    private static string? WhyNot(CompositionParameter parameter, Candidate candidate)
    {
        var sum = 0.0;
        foreach (var part in parameter.Parts)
        {
            if (!candidate[part.Name].IsNumber)
            {
                return $"{part.Name}: {candidate[part.Name]} is not a number";
            }

            var amount = candidate[part.Name].Number;
            sum += amount;
            if (Between(part.Name, amount, part.Lower - (StepTolerance * parameter.Step), part.Upper + (StepTolerance * parameter.Step)) is { } reason)
            {
                return reason;
            }

            var steps = amount / parameter.Step;
            if (Math.Abs(steps - Math.Round(steps)) > StepTolerance)
            {
                return $"{part.Name}: {candidate[part.Name]} is not a multiple of {parameter.Step}";
            }
        }

        return Math.Abs(sum - parameter.Total) > StepTolerance * parameter.Step ? $"{parameter.Name}: the parts sum to {sum}, not {parameter.Total}" : null;
    }

    private static string? Between(string name, double value, double lower, double upper) =>
        value >= lower && value <= upper ? null : $"{name}: {value} is outside [{lower}, {upper}]";
}
