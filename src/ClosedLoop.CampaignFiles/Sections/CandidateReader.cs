using ClosedLoop.Domain;

namespace ClosedLoop.CampaignFiles;

/// <summary>Reads a candidate that is written as a map of key to value.</summary>
internal sealed class CandidateReader(NodeReader reader, SearchSpace space)
{
    private readonly Dictionary<string, Parameter> _parameters =
        space.Parameters.SelectMany(parameter => parameter.Keys.Select(key => (key, parameter))).ToDictionary(pair => pair.key, pair => pair.parameter);

    private readonly string[] _keys = [.. space.Keys];

    /// <summary>
    /// The candidate, or null when a key is unknown or missing (but for what is fixed) or a value has the wrong type. Whether it lies within the space is not asked.
    /// </summary>
    public Candidate? Read(FileNode node)
    {
        if (node is not MapNode map)
        {
            reader.Errors.Add(node, $"expected a map such as {{{string.Join(", ", _keys.Select(key => $"{key}: …"))}}}, found {node.Kind}");
            return null;
        }

        var before = reader.Errors.Count;
        var written = new Dictionary<string, ParameterValue>(StringComparer.Ordinal);
        foreach (var entry in map.Entries)
        {
            if (!_parameters.TryGetValue(entry.Key.Text, out var parameter))
            {
                reader.Errors.Add(entry.Key, $"is no parameter; {Suggestion.Hint(entry.Key.Text, _keys, "the parameters are")}");
            }
            else if (Value(parameter, entry.Value) is { } value)
            {
                written[entry.Key.Text] = value;
            }
        }

        foreach (var missing in _keys.Where(key => map.Entries.All(entry => entry.Key.Text != key)))
        {
            if (_parameters[missing] is FixedParameter set)
            {
                written[missing] = set.Value;
            }
            else
            {
                reader.Errors.Add(map, $"the value of '{missing}' is missing");
            }
        }

        return reader.Errors.Count == before ? new Candidate(_keys.Select(key => KeyValuePair.Create(key, written[key]))) : null;
    }

    private ParameterValue? Value(Parameter parameter, FileNode node)
    {
        if (parameter is FixedParameter)
        {
            return reader.Value(node);
        }

        if (parameter is not CategoricalParameter categorical)
        {
            return reader.Number(node) is { } number ? number : null;
        }

        if (reader.Text(node, categorical.Levels[0]) is not { } text)
        {
            return null;
        }

        if (categorical.Levels.Contains(text))
        {
            return text;
        }

        reader.Errors.Add(node, $"'{text}' is not one of its levels; {Suggestion.Hint(text, [.. categorical.Levels], "they are")}");
        return null;
    }
}
