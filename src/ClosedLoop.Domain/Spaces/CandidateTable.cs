using System.Collections;

namespace ClosedLoop.Domain;

/// <summary>
/// Many candidates with the same keys, stored column by column: a million of them take eight bytes for each value. A candidate is made when it is asked for.
/// </summary>
public sealed class CandidateTable : IReadOnlyList<Candidate>
{
    private readonly string[] _keys;
    private readonly double[][] _columns;
    private readonly IReadOnlyList<string>?[] _names;

    internal CandidateTable(string[] keys, double[][] columns, IReadOnlyList<string>?[] names, int count) =>
        (_keys, _columns, _names, Count) = (keys, columns, names, count);

    /// <inheritdoc/>
    public int Count { get; }

    /// <inheritdoc/>
    public Candidate this[int index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)Count, nameof(index));
            var values = new KeyValuePair<string, ParameterValue>[_keys.Length];
            for (var k = 0; k < values.Length; k++)
            {
                var number = _columns[k][index];
                values[k] = new(_keys[k], _names[k] is { } names ? new ParameterValue(names[(int)number]) : new ParameterValue(number));
            }

            return new Candidate(values);
        }
    }

    /// <summary>The candidates as a table; itself when they are one.</summary>
    /// <exception cref="ArgumentException">The candidates differ in their keys, or a key has numbers and names.</exception>
    public static CandidateTable Of(IReadOnlyList<Candidate> candidates)
    {
        ArgumentNullException.ThrowIfNull(candidates);
        if (candidates is CandidateTable table)
        {
            return table;
        }

        var builder = new CandidateTableBuilder([.. candidates.Count == 0 ? [] : candidates[0].Values.Select(pair => pair.Key)], false);
        foreach (var candidate in candidates)
        {
            builder.Add(candidate);
        }

        return builder.Build();
    }

    /// <summary>The numbers of a key, row by row.</summary>
    /// <exception cref="KeyNotFoundException">There is no such key.</exception>
    /// <exception cref="InvalidOperationException">Its values are names.</exception>
    public ReadOnlySpan<double> Numbers(string key)
    {
        var column = Array.IndexOf(_keys, key);
        return column < 0 ? throw new KeyNotFoundException($"The table has no column '{key}'")
            : _names[column] is null ? _columns[column].AsSpan(0, Count)
            : throw new InvalidOperationException($"The column '{key}' has names, not numbers");
    }

    /// <inheritdoc/>
    public IEnumerator<Candidate> GetEnumerator()
    {
        for (var row = 0; row < Count; row++)
        {
            yield return this[row];
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
