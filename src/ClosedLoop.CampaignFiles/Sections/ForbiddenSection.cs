using System.Globalization;
using ClosedLoop.Domain;

namespace ClosedLoop.CampaignFiles;

/// <summary>Reads <c>forbidden</c>.</summary>
internal sealed class ForbiddenSection(NodeReader reader, SpaceKeys keys)
{
    private const string Example = "{solvent: water, temperature: \">= 60\"}";

    /// <summary>The combinations, without the broken ones.</summary>
    public IReadOnlyList<ForbiddenCombination> Read(FileNode? node) => node is null || reader.List(node, $"[{Example}]") is not { } items
        ? []
        : [.. items.Select(ReadOne).Where(combination => combination is not null).Select(combination => combination!)];

    private ForbiddenCombination? ReadOne(FileNode node)
    {
        if (reader.Entries(node, $"a map of parameters and values such as {Example}") is not { } map)
        {
            return null;
        }

        var before = reader.Errors.Count;
        var isKnown = true;
        var values = new Dictionary<string, ForbiddenValues>(StringComparer.Ordinal);
        foreach (var entry in map.Entries)
        {
            var key = entry.Key.Text;
            if (keys.ParameterOf(key) is not { } parameter)
            {
                isKnown = false;
                if (keys.IsComplete && !keys.Contains(key))
                {
                    reader.Errors.Add(entry.Key, $"is no parameter; {Suggestion.Hint(key, keys.Names, "the parameters are")}");
                }
            }
            else if (ReadValues(entry.Value, parameter, key) is { } read)
            {
                values[key] = read;
            }
        }

        return isKnown && reader.Errors.Count == before ? new ForbiddenCombination(values) : null;
    }

    private ForbiddenValues? ReadValues(FileNode node, Parameter parameter, string key)
    {
        if (!IsName(parameter) && node is ScalarNode { IsNothing: false } scalar && ForbiddenValues.Parse(scalar.Text) is { } bounds)
        {
            return CanApply(node, bounds, parameter, key) ? bounds : null;
        }

        IReadOnlyList<FileNode> items = node is ListNode list ? list.Items : [node];
        var before = reader.Errors.Count;
        var values = items.Select(item => IsName(parameter) ? Name(item, parameter) : Number(item, parameter, key)).ToList();
        if (items.Count == 0)
        {
            reader.Errors.Add(node, "an empty list forbids nothing; name at least one value");
        }

        return reader.Errors.Count == before ? ForbiddenValues.Listed([.. values.Select(value => value!.Value)]) : null;
    }

    private ParameterValue? Name(FileNode node, Parameter parameter)
    {
        IReadOnlyList<string> levels = parameter is CategoricalParameter category ? category.Levels : [((FixedParameter)parameter).Value.Text!];
        if (reader.Text(node, levels[0]) is not { } text)
        {
            return null;
        }

        if (!levels.Contains(text))
        {
            reader.Errors.Add(node, $"'{text}' is not a level of {parameter.Name}; {Suggestion.Hint(text, levels, "its levels are")}");
        }

        return new ParameterValue(text);
    }

    private ParameterValue? Number(FileNode node, Parameter parameter, string key)
    {
        if (parameter is ContinuousParameter)
        {
            reader.Errors.Add(node, $"{key} is continuous; forbid a range such as \">= 60\" or \"> 20 and <= 60\" (in quotes)");
            return null;
        }

        if (node is ScalarNode { IsNothing: false } scalar && !NodeReader.TryNumber(scalar.Text, out _))
        {
            reader.Errors.Add(node, $"'{scalar.Text}' is neither a number nor a range; write 12, [12, 14], \">= 60\" or \"> 20 and <= 60\" (in quotes)");
            return null;
        }

        if (reader.Number(node) is not { } number)
        {
            return null;
        }

        if (!KeyRange.Numbers(parameter, key).Includes(number))
        {
            reader.Errors.Add(node, $"{number.ToString(CultureInfo.InvariantCulture)} is no value of {key}, which has {KeyRange.Numbers(parameter, key)}");
        }

        return new ParameterValue(number);
    }

    private bool CanApply(FileNode node, ForbiddenValues bounds, Parameter parameter, string key)
    {
        var range = KeyRange.Numbers(parameter, key);
        if (range.Lower > bounds.Upper || range.Upper < bounds.Lower)
        {
            reader.Errors.Add(node, $"'{bounds}' forbids nothing: {key} has {range}");
            return false;
        }

        return true;
    }

    private static bool IsName(Parameter parameter) => parameter is CategoricalParameter or FixedParameter { Value.IsNumber: false };
}
