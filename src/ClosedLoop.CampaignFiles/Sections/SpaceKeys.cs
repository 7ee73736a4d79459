using ClosedLoop.Domain;

namespace ClosedLoop.CampaignFiles;

/// <summary>What the parameters section names, for the sections that refer to it.</summary>
internal sealed class SpaceKeys
{
    private readonly Dictionary<string, (Parameter? Parameter, FileNode Node)> _keys = new(StringComparer.Ordinal);

    /// <summary>The sound parameters in file order.</summary>
    public List<Parameter> Parameters { get; } = [];

    /// <summary>Whether every key is known by name. When not, a reference to an unknown key may be right.</summary>
    public bool IsComplete { get; set; } = true;

    /// <summary>All keys in file order.</summary>
    public IReadOnlyCollection<string> Names => _keys.Keys;

    /// <summary>Whether every parameter is known and sound.</summary>
    public bool AreSound => IsComplete && _keys.Count > 0 && _keys.Values.All(key => key.Parameter is not null);

    /// <summary>Whether there is such a key.</summary>
    public bool Contains(string key) => _keys.ContainsKey(key);

    /// <summary>The parameter of a key; null when it is broken or there is none.</summary>
    public Parameter? ParameterOf(string key) => _keys.TryGetValue(key, out var found) ? found.Parameter : null;

    /// <summary>Where the key's parameter is written.</summary>
    public FileNode NodeOf(string key) => _keys[key].Node;

    /// <summary>Adds a key unless it is there.</summary>
    public bool TryAdd(string key, Parameter? parameter, FileNode node) => _keys.TryAdd(key, (parameter, node));
}
