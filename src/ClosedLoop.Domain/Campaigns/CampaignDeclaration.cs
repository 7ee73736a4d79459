using System.Globalization;
using System.Text.Json;
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
            ["parameters"] = Map(space.Parameters.Where(parameter => parameter is not ContextParameter), parameter => parameter.Name, Parameter),
            ["objectives"] = Map(spec.Objectives, objective => objective.Name, Objective),
            ["initial"] = spec.InitialTrials,
            ["onFailure"] = spec.OnFailureOf is { } policies ? Policies(policies) : Word(spec.OnFailure),
        };
        if (spec.Limits is { } limits)
        {
            declaration["limits"] = Map(limits, limit => limit.Output, Limit);
        }

        if (spec.Sources is { } sources)
        {
            declaration["sources"] = Map(sources, source => source.Name, Source);
        }

        if (spec.CostOutput is { } cost)
        {
            declaration["cost"] = cost;
        }

        if (spec.Optimizer is { } optimizer)
        {
            declaration["optimizer"] = new JsonObject
            {
                ["surrogate"] = optimizer.Surrogate == SurrogateKind.GaussianProcess ? "gp" : Word(optimizer.Surrogate),
                ["acquisition"] = Word(optimizer.Acquisition),
            };
        }

        Constrain(declaration, space);
        if (space.Context.Any())
        {
            declaration["context"] = Map(space.Context, context => context.Name, context =>
                WithUnit(new() { ["lower"] = context.Lower, ["upper"] = context.Upper }, context.Unit));
        }

        if (space.Table is { } table)
        {
            declaration["table"] = new JsonObject { ["rows"] = new JsonArray([.. table.Select(row => (JsonNode)Row(row))]) };
        }

        return declaration;
    }

    private static JsonObject Policies(FailurePolicies policies) => new()
    {
        ["failed"] = Word(policies.Failed),
        ["unconverged"] = Word(policies.Unconverged),
        ["infrastructure"] = Word(policies.Infrastructure),
        ["implausible"] = Word(policies.Implausible),
    };

    private static void Constrain(JsonObject declaration, SearchSpace space)
    {
        JsonNode[] formulas = [.. space.Constraints.Where(constraint => constraint is not ForbiddenCombination).Select(constraint => (JsonNode)Formula(constraint))];
        if (formulas.Length > 0)
        {
            declaration["constraints"] = new JsonArray(formulas);
        }

        JsonNode[] forbidden = [.. space.Constraints.OfType<ForbiddenCombination>().Select(combination => Map(combination.Values, pair => pair.Key, pair => Values(pair.Value)))];
        if (forbidden.Length > 0)
        {
            declaration["forbidden"] = new JsonArray(forbidden);
        }
    }

    private static JsonNode Values(ForbiddenValues values) =>
        values.OneOf is { } listed ? new JsonArray([.. listed.Select(Value)]) : JsonValue.Create(values.ToString());

    private static JsonNode Value(ParameterValue value) => value.IsNumber ? JsonValue.Create(value.Number) : JsonValue.Create(value.Text!);

    private static JsonObject Parameter(Parameter parameter)
    {
        JsonObject written = parameter switch
        {
            ContinuousParameter { IsPeriodic: true } p => new() { ["type"] = "continuous", ["lower"] = p.Lower, ["upper"] = p.Upper, ["periodic"] = true },
            ContinuousParameter p => new() { ["type"] = "continuous", ["lower"] = p.Lower, ["upper"] = p.Upper, ["scale"] = Word(p.Scale) },
            IntegerParameter p => new() { ["type"] = "integer", ["lower"] = p.Lower, ["upper"] = p.Upper },
            DiscreteParameter p => new() { ["type"] = "discrete", ["levels"] = new JsonArray([.. p.Levels.Select(level => (JsonNode)level)]) },
            CategoricalParameter { Descriptors: { } descriptors } p => new()
            {
                ["type"] = "categorical",
                ["levels"] = Map(p.Levels, level => level, level => Map(descriptors[level], pair => pair.Key, pair => JsonValue.Create(pair.Value))),
            },
            FixedParameter p => new() { ["type"] = "fixed", ["value"] = Value(p.Value) },
            CategoricalParameter p => new() { ["type"] = "categorical", ["levels"] = new JsonArray([.. p.Levels.Select(level => (JsonNode)level)]) },
            CompositionParameter p => new()
            {
                ["type"] = "composition",
                ["parts"] = Map(p.Parts, part => part.Name, part => new JsonObject { ["lower"] = part.Lower, ["upper"] = part.Upper }),
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

    private static JsonObject Source(Source source)
    {
        var written = new JsonObject { ["cost"] = source.Cost };
        if (source.IsTarget)
        {
            written["target"] = true;
        }

        if (source.Approximates is { } other)
        {
            written["approximates"] = other;
        }

        return written;
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
    private static string Formula(Constraint constraint) => constraint is LinearConstraint linear
        ? string.Join(" + ", linear.Coefficients.Select(term => $"({Number(term.Value)})*{term.Key}"))
            + (linear.Relation == Relation.AtMost ? " <= " : " >= ") + Number(linear.Bound)
        : ((FormulaConstraint)constraint).Text;

    private static JsonObject Row(Candidate row) =>
        new(row.Values.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)(pair.Value.IsNumber ? pair.Value.Number : pair.Value.Text))));

    private static JsonObject Map<T>(IEnumerable<T> items, Func<T, string> name, Func<T, JsonNode> write) =>
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
        where T : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());
}
