using System.Globalization;
using System.Text.Json.Nodes;

namespace ClosedLoop.Domain;

/// <summary>
/// What an optimizer has to know of a campaign, in the words of a campaign file as JSON: what <c>declare</c> takes. A reader of campaign files makes the same
/// problem of it.
/// </summary>
public static class CampaignDeclaration
{
    /// <summary>The declaration of a campaign.</summary>
    public static JsonObject Of(CampaignSpec spec)
    {
        ArgumentNullException.ThrowIfNull(spec);
        var space = spec.Space;
        var declaration = new JsonObject
        {
            ["name"] = spec.Name,
            ["seed"] = spec.Seed,
            ["parameters"] = Map(space.Parameters, parameter => parameter.Name, Parameter),
            ["objectives"] = Map(spec.Objectives, objective => objective.Name, Objective),
            ["initial"] = spec.InitialTrials,
            ["onFailure"] = Word(spec.OnFailure),
        };
        if (spec.Limits is { } limits)
        {
            declaration["limits"] = Map(limits, limit => limit.Output, Limit);
        }

        if (spec.CostOutput is { } cost)
        {
            declaration["cost"] = cost;
        }

        if (space.Constraints.Count > 0)
        {
            declaration["constraints"] = new JsonArray([.. space.Constraints.Select(constraint => (JsonNode)Formula(constraint))]);
        }

        if (space.Table is { } table)
        {
            declaration["table"] = new JsonObject { ["rows"] = new JsonArray([.. table.Select(row => (JsonNode)Row(row))]) };
        }

        return declaration;
    }

    private static JsonObject Parameter(Parameter parameter)
    {
        JsonObject written = parameter switch
        {
            ContinuousParameter p => new() { ["type"] = "continuous", ["lower"] = p.Lower, ["upper"] = p.Upper, ["scale"] = Word(p.Scale) },
            IntegerParameter p => new() { ["type"] = "integer", ["lower"] = p.Lower, ["upper"] = p.Upper },
            DiscreteParameter p => new() { ["type"] = "discrete", ["levels"] = new JsonArray([.. p.Levels.Select(level => (JsonNode)level)]) },
            CategoricalParameter p => new() { ["type"] = "categorical", ["levels"] = new JsonArray([.. p.Levels.Select(level => (JsonNode)level)]) },
            CompositionParameter p => new()
            {
                ["type"] = "composition",
                ["parts"] = Map(p.Parts, part => part.Name, part => new() { ["lower"] = part.Lower, ["upper"] = part.Upper }),
                ["total"] = p.Total,
                ["step"] = p.Step,
            },
            _ => throw new InvalidOperationException($"Unknown parameter type {parameter.GetType().Name}"),
        };
        return WithUnit(written, parameter.Unit);
    }

    private static JsonObject Objective(Objective objective)
    {
        var written = new JsonObject { ["goal"] = Word(objective.Goal) };
        if (objective.Target is { } target)
        {
            written["target"] = target;
        }

        if (objective.PlausibleLower is not null || objective.PlausibleUpper is not null)
        {
            written["plausible"] = new JsonArray(objective.PlausibleLower, objective.PlausibleUpper);
        }

        return WithUnit(written, objective.Unit);
    }

    private static JsonObject Limit(OutcomeConstraint limit)
    {
        var written = new JsonObject();
        if (limit.AtLeast is { } least)
        {
            written["atLeast"] = least;
        }

        if (limit.AtMost is { } most)
        {
            written["atMost"] = most;
        }

        return written;
    }

    // The text of a constraint is for people: its numbers may be rounded, and a coefficient may be negative.
    private static string Formula(LinearConstraint constraint) =>
        string.Join(" + ", constraint.Coefficients.Select(term => $"({Number(term.Value)})*{term.Key}"))
        + (constraint.Relation == Relation.AtMost ? " <= " : " >= ") + Number(constraint.Bound);

    private static JsonObject Row(Candidate row) =>
        new(row.Values.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)(pair.Value.IsNumber ? pair.Value.Number : pair.Value.Text))));

    private static JsonObject Map<T>(IEnumerable<T> items, Func<T, string> name, Func<T, JsonObject> write) =>
        new(items.Select(item => KeyValuePair.Create(name(item), (JsonNode?)write(item))));

    private static JsonObject WithUnit(JsonObject written, string? unit)
    {
        if (unit is not null)
        {
            written["unit"] = unit;
        }

        return written;
    }

    private static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    private static string Word<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();
}
