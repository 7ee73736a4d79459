using ClosedLoop.Domain;

namespace ClosedLoop.CampaignFiles;

/// <summary>Reads <c>constraints</c>.</summary>
internal sealed class ConstraintSection(NodeReader reader, SpaceKeys keys)
{
    /// <summary>The constraints, without the broken ones.</summary>
    public IReadOnlyList<Constraint> Read(FileNode? node)
    {
        if (node is null || reader.List(node, "[a + 2*b <= 10]") is not { } items)
        {
            return [];
        }

        return [.. items.Select(ReadOne).Where(constraint => constraint is not null).Select(constraint => constraint!)];
    }

    private Constraint? ReadOne(FileNode node)
    {
        if (reader.Text(node, "a + 2*b <= 10") is not { } text)
        {
            return null;
        }

        FormulaConstraint formula;
        try
        {
            formula = new FormulaConstraint(text);
        }
        catch (FormulaException e)
        {
            reader.Errors.Add(node, $"'{text}' cannot be read at character {e.Position}: {e.Message}");
            return null;
        }

        var linear = LinearSum.Of(formula.Left) is { } left && LinearSum.Of(formula.Right) is { } right ? left.Plus(right, -1) : null;
        var terms = linear?.Terms.ToList();
        if (!AreNumericKeys(node, text, terms?.Select(term => term.Key) ?? formula.Keys))
        {
            return null;
        }

        if ((terms?.Count ?? formula.Keys.Count) == 0)
        {
            reader.Errors.Add(node, $"'{text}' says nothing about a parameter; name at least one");
            return null;
        }

        if (linear is null)
        {
            return formula;
        }

        // 0 - 0 and not -0, so that the bound prints as it was meant.
        var constraint = new LinearConstraint(new Dictionary<string, double>(terms!), formula.Relation, 0 - linear.Constant);
        return CanHold(node, text, constraint) ? constraint : null;
    }

    private bool AreNumericKeys(FileNode node, string text, IEnumerable<string> written)
    {
        var before = reader.Errors.Count;
        var isKnown = true;
        foreach (var key in written)
        {
            if (!keys.Contains(key))
            {
                isKnown = false;
                if (keys.IsComplete)
                {
                    reader.Errors.Add(node, $"'{text}' names '{key}', which is no parameter; {Suggestion.Hint(key, keys.Names, "the parameters are")}");
                }
            }
            else if (keys.ParameterOf(key) is CategoricalParameter or FixedParameter { Value.IsNumber: false })
            {
                var what = keys.ParameterOf(key) is CategoricalParameter ? "categorical" : "a name";
                reader.Errors.Add(node, $"'{text}' names '{key}', which is {what}; a constraint compares numbers only");
            }
        }

        return isKnown && reader.Errors.Count == before;
    }

    private bool CanHold(FileNode node, string text, LinearConstraint constraint)
    {
        if (constraint.Coefficients.Keys.Any(key => keys.ParameterOf(key) is null))
        {
            return true;
        }

        var (least, most) = (
            LinearRange.Least(constraint.Coefficients, keys.Parameters),
            -LinearRange.Least(Negative(constraint.Coefficients), keys.Parameters));
        var left = string.Join(" + ", constraint.Coefficients.Select(c => c.Value == 1 ? c.Key : $"{c.Value}*{c.Key}"));
        var slack = 1e-9 * Math.Max(1, Math.Abs(constraint.Bound));
        if (constraint.Relation == Relation.AtMost && least > constraint.Bound + slack)
        {
            reader.Errors.Add(node, $"'{text}' can never hold: {left} is at least {Round(least)}, above {Round(constraint.Bound)}");
            return false;
        }

        if (constraint.Relation == Relation.AtLeast && most < constraint.Bound - slack)
        {
            reader.Errors.Add(node, $"'{text}' can never hold: {left} is at most {Round(most)}, below {Round(constraint.Bound)}");
            return false;
        }

        return true;
    }

    private static Dictionary<string, double> Negative(IReadOnlyDictionary<string, double> coefficients) =>
        coefficients.ToDictionary(c => c.Key, c => -c.Value, StringComparer.Ordinal);

    private static double Round(double value) => Math.Round(value, 9);
}
