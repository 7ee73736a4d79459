using ClosedLoop.Domain;

namespace ClosedLoop.CampaignFiles;

/// <summary>Reads one parameter of type categorical: its levels as names, or as a map of names to what describes them.</summary>
internal sealed class CategoricalSection(NodeReader reader)
{
    private const string Example = "[water, ethanol]";

    /// <summary>The parameter, or null when it is broken.</summary>
    public CategoricalParameter? Read(string name, MapReader keys)
    {
        if (keys.Need("levels", $"levels: {Example}") is not { } node)
        {
            return null;
        }

        var before = reader.Errors.Count;
        var descriptors = node is MapNode { Entries.Count: > 0 } map ? Descriptors(map) : null;
        var levels = node is MapNode ? [.. descriptors?.Keys ?? Enumerable.Empty<string>()] : Names(node);
        if (node is MapNode { Entries.Count: 0 })
        {
            reader.Errors.Add(node, $"expected a list such as {Example}, found an empty map");
        }

        return reader.Errors.Count == before && reader.Several(node, levels.Count)
            ? new CategoricalParameter { Name = name, Levels = levels, Descriptors = descriptors }
            : null;
    }

    private List<string> Names(FileNode node)
    {
        var levels = new List<string>();
        foreach (var item in reader.List(node, Example) ?? [])
        {
            if (Name(item) is { } level)
            {
                if (levels.Contains(level))
                {
                    reader.Errors.Add(item, $"'{level}' is listed twice; keep one of them");
                }

                levels.Add(level);
            }
        }

        return levels;
    }

    private string? Name(FileNode node)
    {
        if (node is ScalarNode { Quoted: false } scalar && NodeReader.TryNumber(scalar.Text, out _))
        {
            reader.Errors.Add(node, $"{scalar.Text} is a number; use type: discrete for numbers, or write \"{scalar.Text}\" to make it a name");
            return null;
        }

        return reader.Text(node, "water");
    }

    private Dictionary<string, IReadOnlyDictionary<string, double>> Descriptors(MapNode map)
    {
        var levels = new Dictionary<string, IReadOnlyDictionary<string, double>>(StringComparer.Ordinal);
        IReadOnlyList<string>? names = null;
        foreach (var entry in map.Entries)
        {
            if (Name(entry.Key) is not { } level || reader.Entries(entry.Value, "a map of descriptors such as {polarity: 10.2, bp: 100}") is not { } described)
            {
                continue;
            }

            names ??= [.. described.Entries.Select(descriptor => descriptor.Key.Text)];
            var values = new Dictionary<string, double>(StringComparer.Ordinal);
            foreach (var descriptor in described.Entries)
            {
                if (!names.Contains(descriptor.Key.Text))
                {
                    reader.Errors.Add(descriptor.Key, $"is no descriptor of '{map.Entries[0].Key.Text}'; every level has the same descriptors: {string.Join(", ", names)}");
                }
                else if (reader.Key(descriptor.Key, "descriptor") is { } key && reader.Number(descriptor.Value) is { } number)
                {
                    values[key] = number;
                }
            }

            if (names.FirstOrDefault(name => !described.Entries.Any(descriptor => descriptor.Key.Text == name)) is { } missing)
            {
                reader.Errors.Add(entry.Value, $"lacks the descriptor '{missing}'; every level has the same descriptors: {string.Join(", ", names)}");
            }

            // In the order of the first level, so that the order of keys means nothing.
            levels[level] = names.Where(values.ContainsKey).ToDictionary(name => name, name => values[name], StringComparer.Ordinal);
        }

        return levels;
    }
}
