namespace ClosedLoop.Domain;

/// <summary>Makes a <see cref="CandidateTable"/> row by row.</summary>
public sealed class CandidateTableBuilder : IEqualityComparer<int>
{
    private readonly string[] _keys;
    private readonly double[][] _columns;
    private readonly List<string>?[] _names;
    private readonly Dictionary<string, int>?[] _positions;
    private readonly HashSet<int>? _distinct;
    private int _count;

    /// <summary>An empty table.</summary>
    /// <param name="keys">The keys of every row, in order.</param>
    /// <param name="distinct">Whether a row that is there already is left out.</param>
    public CandidateTableBuilder(IReadOnlyList<string> keys, bool distinct)
    {
        _keys = [.. keys];
        _columns = [.. _keys.Select(_ => new double[16])];
        _names = new List<string>?[_keys.Length];
        _positions = new Dictionary<string, int>?[_keys.Length];
        _distinct = distinct ? new HashSet<int>(this) : null;
    }

    /// <summary>Adds a row; false when it was there already.</summary>
    /// <exception cref="ArgumentException">It has other keys than the table, or a name where others have numbers, or the reverse.</exception>
    public bool Add(Candidate row)
    {
        ArgumentNullException.ThrowIfNull(row);
        if (row.Values.Length != _keys.Length)
        {
            throw new ArgumentException($"The row has {row.Values.Length} values, the table {_keys.Length} keys", nameof(row));
        }

        for (var k = 0; k < _keys.Length; k++)
        {
            var (key, value) = row.Values[k];
            if (key != _keys[k])
            {
                throw new ArgumentException($"The row has '{key}' where the table has '{_keys[k]}'", nameof(row));
            }

            if (_columns[k].Length == _count)
            {
                Array.Resize(ref _columns[k], 2 * _count);
            }

            _columns[k][_count] = Stored(k, value);
        }

        if (_distinct?.Add(_count) == false)
        {
            return false;
        }

        _count++;
        return true;
    }

    /// <summary>The table of all rows so far.</summary>
    public CandidateTable Build() => new(_keys, _columns, _names, _count);

    /// <inheritdoc/>
    bool IEqualityComparer<int>.Equals(int x, int y) => Array.TrueForAll(_columns, column => column[x].Equals(column[y]));

    /// <inheritdoc/>
    int IEqualityComparer<int>.GetHashCode(int obj)
    {
        var hash = new HashCode();
        foreach (var column in _columns)
        {
            hash.Add(column[obj]);
        }

        return hash.ToHashCode();
    }

    // A name is stored by its position among the names of its column.
    private double Stored(int k, ParameterValue value)
    {
        if (_count == 0 && !value.IsNumber)
        {
            (_names[k], _positions[k]) = ([], new(StringComparer.Ordinal));
        }

        if (value.IsNumber != (_positions[k] is null))
        {
            throw new ArgumentException($"{_keys[k]}: {value} among {(value.IsNumber ? "names" : "numbers")}", nameof(value));
        }

        if (value.IsNumber)
        {
            return value.Number;
        }

        if (!_positions[k]!.TryGetValue(value.Text!, out var position))
        {
            position = _names[k]!.Count;
            _positions[k]!.Add(value.Text!, position);
            _names[k]!.Add(value.Text!);
        }

        return position;
    }
}
