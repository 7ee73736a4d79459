using ClosedLoop.Domain;

namespace ClosedLoop.CampaignFiles;

/// <summary>Reads <c>parameters</c>.</summary>
internal sealed class ParameterSection(NodeReader reader)
{
    private const int LargestInteger = 1_000_000_000;
    private const string Types = "continuous, integer, discrete, categorical, composition or fixed";
    private const string Example = "a map of parameters such as {temperature: {type: continuous, lower: 20, upper: 90}}";

    private static readonly Dictionary<string, Shape> Shapes = new(StringComparer.Ordinal)
    {
        ["continuous"] = CampaignShapes.Continuous,
        ["integer"] = CampaignShapes.Integer,
        ["discrete"] = CampaignShapes.Discrete,
        ["categorical"] = CampaignShapes.Categorical,
        ["composition"] = CampaignShapes.Composition,
        ["fixed"] = CampaignShapes.Fixed,
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

        if (keys.AreSound && keys.Parameters.TrueForAll(parameter => parameter is FixedParameter))
        {
            reader.Errors.Add(node, "every parameter is fixed, so there is nothing to choose; leave at least one free");
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
            reader.Errors.Add(map, "the key 'type' is missing; add type: " + Types);
            return null;
        }

        if (typeNode is not ScalarNode scalar || !Shapes.TryGetValue(scalar.Text, out var shape))
        {
            var written = typeNode is ScalarNode { IsNothing: false } text ? $"'{text.Text}'" : typeNode.Kind;
            reader.Errors.Add(typeNode, $"{written} is not a parameter type; use {Types}");
            return null;
        }

        isComposition = scalar.Text == "composition";
        var keys = new MapReader(map, shape, reader);
        return scalar.Text switch
        {
            "continuous" => Continuous(name, keys),
            "integer" => Integer(name, keys),
            "discrete" => Discrete(name, keys),
            "categorical" => new CategoricalSection(reader).Read(name, keys),
            "fixed" => Fixed(name, keys),
            _ => new CompositionSection(reader).Read(name, keys),
        };
    }

    private ContinuousParameter? Continuous(string name, MapReader keys)
    {
        var lower = keys.Need("lower", "lower: 0") is { } lowerNode ? reader.Number(lowerNode) : null;
        var upper = keys.Need("upper", "upper: 1") is { } upperNode ? reader.Number(upperNode) : null;
        var scale = keys.Find("scale") is { } scaleNode ? reader.Choice(scaleNode, "scale", ("linear", Scale.Linear), ("log", Scale.Log)) : Scale.Linear;
        var periodic = keys.Find("periodic") is { } periodicNode ? reader.Flag(periodicNode) : false;
        var unit = keys.ReadText("unit", "°C");
        if (lower is not { } low || upper is not { } high || !reader.Ascend(keys, low, high) || scale is not { } spacing || periodic is not { } isPeriodic)
        {
            return null;
        }

        if (spacing == Scale.Log && low <= 0)
        {
            reader.Errors.Add(keys.Find("lower")!, $"{low} has no logarithm; with scale: log the lower bound is above zero");
            return null;
        }

        if (spacing == Scale.Log && isPeriodic)
        {
            reader.Errors.Add(keys.Find("periodic")!, "what comes back to its beginning has no logarithmic scale; leave out scale:");
            return null;
        }

        return new ContinuousParameter { Name = name, Lower = low, Upper = high, Scale = spacing, IsPeriodic = isPeriodic, Unit = unit };
    }

    private IntegerParameter? Integer(string name, MapReader keys)
    {
        var lower = keys.Need("lower", "lower: 1") is { } lowerNode ? reader.WholeNumber(lowerNode, -LargestInteger, LargestInteger) : null;
        var upper = keys.Need("upper", "upper: 10") is { } upperNode ? reader.WholeNumber(upperNode, -LargestInteger, LargestInteger) : null;
        var unit = keys.ReadText("unit", "layers");
        return lower is { } low && upper is { } high && reader.Ascend(keys, low, high)
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

        return reader.Several(node, levels.Count) ? new DiscreteParameter { Name = name, Levels = levels, Unit = unit } : null;
    }

    private FixedParameter? Fixed(string name, MapReader keys)
    {
        var unit = keys.ReadText("unit", "°C");
        return keys.Need("value", "value: 3") is { } node && reader.Value(node) is { } value ? new FixedParameter { Name = name, Value = value, Unit = unit } : null;
    }
}
