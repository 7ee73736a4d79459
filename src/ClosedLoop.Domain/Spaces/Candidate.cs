using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace ClosedLoop.Domain;

/// <summary>A point that the optimizer proposes: a value for every key of the search space, in the space's order. Equal when all values are.</summary>
[JsonConverter(typeof(CandidateJsonConverter))]
public sealed class Candidate : IEquatable<Candidate>
{
    private readonly ImmutableArray<KeyValuePair<string, ParameterValue>> _values;

    /// <summary>Makes a candidate from values in the space's order.</summary>
    public Candidate(IEnumerable<KeyValuePair<string, ParameterValue>> values) => _values = [.. values];

    /// <summary>The values in the space's order.</summary>
    public ImmutableArray<KeyValuePair<string, ParameterValue>> Values => _values;

    /// <summary>The value of a key.</summary>
    /// <exception cref="KeyNotFoundException">The candidate has no such key.</exception>
    public ParameterValue this[string key] => TryGet(key, out var value) ? value : throw new KeyNotFoundException($"The candidate has no value for '{key}'");

    /// <summary>The value of a key, if there is one.</summary>
    public bool TryGet(string key, [MaybeNullWhen(false)] out ParameterValue value)
    {
        foreach (var pair in _values)
        {
            if (pair.Key == key)
            {
                value = pair.Value;
                return true;
            }
        }

        value = default;
        return false;
    }

    /// <inheritdoc/>
    public bool Equals(Candidate? other) => other is not null && _values.AsSpan().SequenceEqual(other._values.AsSpan());

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Candidate);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (var pair in _values)
        {
            hash.Add(pair.Value);
        }

        return hash.ToHashCode();
    }

    /// <summary><c>key=value</c> pairs.</summary>
    public override string ToString() => string.Join(", ", _values.Select(pair => $"{pair.Key}={pair.Value}"));
}
