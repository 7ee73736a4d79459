using ClosedLoop.Domain;

namespace ClosedLoop.CampaignFiles;

/// <summary>Reads <c>constraints</c>.</summary>
internal sealed class ConstraintSection(NodeReader reader, SpaceKeys keys)
{
    /// <summary>The constraints, without the broken ones.</summary>
    public IReadOnlyList<LinearConstraint> Read(FileNode? node)
    {
        if (node is null || reader.List(node, "[a + 2*b <= 10]") is not { } items)
        {
            return [];
        }

        return [.. items.Select(ReadOne).Where(constraint => constraint is not null).Select(constraint => constraint!)];
    }

    private LinearConstraint? ReadOne(FileNode node)
    {
        if (reader.Text(node, "a + 2*b <= 10") is not { } text)
        {
            return null;
        }

        LinearSum sum;
        Relation relation;
        try
        {
            (sum, relation) = LinearFormula.Parse(text);
        }
        catch (FormatException e)
        {
            reader.Errors.Add(node, $"'{text}' cannot be read: {e.Message}");
            return null;
        }

        var terms = sum.Terms.ToList();
        if (!AreNumericKeys(node, text, terms.Select(term => term.Key)))
        {
            return null;
        }

        if (terms.Count == 0)
        {
            reader.Errors.Add(node, $"'{text}' says nothing about a parameter; name at least one");
            return null;
        }

        // 0 - 0 and not -0, so that the bound prints as it was meant.
        var constraint = new LinearConstraint(new Dictionary<string, double>(terms), relation, 0 - sum.Constant);
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
            else if (keys.ParameterOf(key) is CategoricalParameter)
            {
                reader.Errors.Add(node, $"'{text}' names '{key}', which is categorical; a constraint compares numbers only");
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
