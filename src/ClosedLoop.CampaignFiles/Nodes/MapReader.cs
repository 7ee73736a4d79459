namespace ClosedLoop.CampaignFiles;

/// <summary>A map with known keys: an unknown one is an error as soon as the map is opened.</summary>
internal sealed class MapReader
{
    private readonly Shape _shape;
    private readonly NodeReader _reader;

    public MapReader(MapNode node, Shape shape, NodeReader reader)
    {
        (Node, _shape, _reader) = (node, shape, reader);
        foreach (var entry in node.Entries.Where(entry => !shape.Keys.Contains(entry.Key.Text)))
        {
            reader.Errors.Add(entry.Key, $"unknown key; {Suggestion.Hint(entry.Key.Text, shape.Keys, "the keys here are")}");
        }
    }

    /// <summary>The map itself.</summary>
    public MapNode Node { get; }

    /// <summary>The value of a key, or null when the key is absent.</summary>
    public FileNode? Find(string key)
    {
        if (!_shape.Keys.Contains(key))
        {
            throw new InvalidOperationException($"The shape {_shape.Name} does not list its key {key}");
        }

        return Node.Entries.FirstOrDefault(entry => entry.Key.Text == key)?.Value;
    }

    /// <summary>The value of a key that must be there.</summary>
    public FileNode? Need(string key, string example)
    {
        var value = Find(key);
        // A key that holds an unreadable value is already an error, and so is a misspelt one.
        if (value is null && !Node.Entries.Any(entry => !_shape.Keys.Contains(entry.Key.Text) && Suggestion.For(entry.Key.Text, _shape.Keys) == key))
        {
            _reader.Errors.Add(Node, $"the key '{key}' is missing; add {example}");
        }

        return value;
    }

    /// <summary>Reads an optional value, or gives null when the key is absent.</summary>
    public T? Read<T>(string key, Func<FileNode, T?> read)
        where T : struct => Find(key) is { } node ? read(node) : null;

    /// <summary>Reads an optional text, or gives null when the key is absent.</summary>
    public string? ReadText(string key, string example) => Find(key) is { } node ? _reader.Text(node, example) : null;
}
