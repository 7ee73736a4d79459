using ClosedLoop.Domain;

namespace ClosedLoop.CampaignFiles;

/// <summary>Reads <c>parameters</c>.</summary>
internal sealed class ParameterSection(NodeReader reader)
{
    private const int LargestInteger = 1_000_000_000;
    private const string Example = "a map of parameters such as {temperature: {type: continuous, lower: 20, upper: 90}}";

    private static readonly Dictionary<string, Shape> Shapes = new(StringComparer.Ordinal)
    {
        ["continuous"] = CampaignShapes.Continuous,
        ["integer"] = CampaignShapes.Integer,
        ["discrete"] = CampaignShapes.Discrete,
        ["categorical"] = CampaignShapes.Categorical,
        ["composition"] = CampaignShapes.Composition,
    };

    /// <summary>All parameters, the broken ones by name only.</summary>
    public SpaceKeys Read(FileNode? node)
    {
        var keys = new SpaceKeys();
        if (node is null || reader.Entries(node, Example) is not { } map)
        {
            keys.IsComplete = false;
            return keys;
        }

        foreach (var entry in map.Entries)
        {
            var name = reader.Key(entry.Key, "parameter name");
            var parameter = ReadParameter(entry.Key.Text, entry.Value, out var isComposition);
            keys.IsComplete &= name is not null && (parameter is not null || !isComposition);
            foreach (var key in parameter?.Keys ?? (isComposition ? [] : [entry.Key.Text]))
            {
                if (!keys.TryAdd(key, parameter, entry.Key))
                {
                    reader.Errors.Add(entry.Value, $"'{key}' is already the name of another parameter or part; names are unique in a campaign");
                }
            }

            if (parameter is not null)
            {
                keys.Parameters.Add(parameter);
            }
        }

        return keys;
    }

    private Parameter? ReadParameter(string name, FileNode node, out bool isComposition)
    {
        isComposition = false;
        if (node is not MapNode map)
        {
            reader.Errors.Add(node, $"expected a map such as {{type: continuous, lower: 0, upper: 1}}, found {node.Kind}");
            return null;
        }

        var typeNode = map.Entries.FirstOrDefault(entry => entry.Key.Text == "type")?.Value;
        if (typeNode is null)
        {
            reader.Errors.Add(map, "the key 'type' is missing; add type: continuous, integer, discrete, categorical or composition");
            return null;
        }

        if (typeNode is not ScalarNode scalar || !Shapes.TryGetValue(scalar.Text, out var shape))
        {
            var written = typeNode is ScalarNode { IsNothing: false } text ? $"'{text.Text}'" : typeNode.Kind;
            reader.Errors.Add(typeNode, $"{written} is not a parameter type; use continuous, integer, discrete, categorical or composition");
            return null;
        }

        isComposition = scalar.Text == "composition";
        var keys = new MapReader(map, shape, reader);
        return scalar.Text switch
        {
            "continuous" => Continuous(name, keys),
            "integer" => Integer(name, keys),
            "discrete" => Discrete(name, keys),
            "categorical" => Categorical(name, keys),
            _ => new CompositionSection(reader).Read(name, keys),
        };
    }

    private ContinuousParameter? Continuous(string name, MapReader keys)
    {
        var lower = keys.Need("lower", "lower: 0") is { } lowerNode ? reader.Number(lowerNode) : null;
        var upper = keys.Need("upper", "upper: 1") is { } upperNode ? reader.Number(upperNode) : null;
        var scale = keys.Find("scale") is { } scaleNode ? reader.Choice(scaleNode, "scale", ("linear", Scale.Linear), ("log", Scale.Log)) : Scale.Linear;
        var unit = keys.ReadText("unit", "°C");
        if (lower is not { } low || upper is not { } high || !Ascend(keys, low, high) || scale is not { } spacing)
        {
            return null;
        }

        if (spacing == Scale.Log && low <= 0)
        {
            reader.Errors.Add(keys.Find("lower")!, $"{low} has no logarithm; with scale: log the lower bound is above zero");
            return null;
        }

        return new ContinuousParameter { Name = name, Lower = low, Upper = high, Scale = spacing, Unit = unit };
    }

    private IntegerParameter? Integer(string name, MapReader keys)
    {
        var lower = keys.Need("lower", "lower: 1") is { } lowerNode ? reader.WholeNumber(lowerNode, -LargestInteger, LargestInteger) : null;
        var upper = keys.Need("upper", "upper: 10") is { } upperNode ? reader.WholeNumber(upperNode, -LargestInteger, LargestInteger) : null;
        var unit = keys.ReadText("unit", "layers");
        return lower is { } low && upper is { } high && Ascend(keys, low, high)
            ? new IntegerParameter { Name = name, Lower = low, Upper = high, Unit = unit }
            : null;
    }

    private DiscreteParameter? Discrete(string name, MapReader keys)
    {
        var unit = keys.ReadText("unit", "mm");
        if (keys.Need("levels", "levels: [0.5, 1, 2]") is not { } node || reader.List(node, "[0.5, 1, 2]") is not { } items)
        {
            return null;
        }

        var numbers = items.Select(reader.Number).ToList();
        if (numbers.Any(number => number is null))
        {
            return null;
        }

        var levels = numbers.Select(number => number!.Value).ToList();
        var sorted = levels.Distinct().Order().ToList();
        if (!sorted.SequenceEqual(levels))
        {
            reader.Errors.Add(node, $"levels ascend and differ; write [{string.Join(", ", sorted)}]");
            return null;
        }

        return Several(node, levels.Count) ? new DiscreteParameter { Name = name, Levels = levels, Unit = unit } : null;
    }

    private CategoricalParameter? Categorical(string name, MapReader keys)
    {
        if (keys.Need("levels", "levels: [water, ethanol]") is not { } node || reader.List(node, "[water, ethanol]") is not { } items)
        {
            return null;
        }

        var levels = new List<string>();
        var before = reader.Errors.Count;
        foreach (var item in items)
        {
            if (item is ScalarNode { Quoted: false } scalar && NodeReader.TryNumber(scalar.Text, out _))
            {
                reader.Errors.Add(item, $"{scalar.Text} is a number; use type: discrete for numbers, or write \"{scalar.Text}\" to make it a name");
            }
            else if (reader.Text(item, "water") is { } level)
            {
                if (levels.Contains(level))
                {
                    reader.Errors.Add(item, $"'{level}' is listed twice; keep one of them");
                }

                levels.Add(level);
            }
        }

        return reader.Errors.Count == before && Several(node, levels.Count) ? new CategoricalParameter { Name = name, Levels = levels } : null;
    }

    private bool Several(FileNode node, int count)
    {
        if (count < 2)
        {
            reader.Errors.Add(node, "a single level leaves nothing to choose; list at least two, or give the step a constant input {value: ...}");
        }

        return count >= 2;
    }

    private bool Ascend(MapReader keys, double lower, double upper)
    {
        if (lower >= upper)
        {
            reader.Errors.Add(keys.Find("upper")!, $"the upper bound {upper} is not above the lower bound {lower}");
        }

        return lower < upper;
    }
}
