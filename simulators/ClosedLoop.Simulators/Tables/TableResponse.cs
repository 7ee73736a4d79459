using System.Globalization;
using ClosedLoop.Domain;
using CsvHelper;

namespace ClosedLoop.Simulators;

/// <summary>A table of real experiments as a response: inputs must be those of a row; among rows with the same inputs one is drawn at random.</summary>
public sealed class TableResponse : IResponse
{
    private const ulong ReplicateStream = 4;

    private readonly string _file;
    private readonly Dictionary<string, List<ParameterValue[]>> _rows = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SortedSet<double>> _levels;

    private TableResponse(string file, IReadOnlyList<string> inputs, IReadOnlyList<string> outputs)
    {
        _file = file;
        Inputs = inputs;
        Outputs = outputs;
        _levels = inputs.ToDictionary(input => input, _ => new SortedSet<double>(), StringComparer.Ordinal);
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> Inputs { get; }

    /// <inheritdoc/>
    public IReadOnlyList<string> Outputs { get; }

    /// <summary>Distinct inputs in the table.</summary>
    public int Count => _rows.Count;

    /// <summary>The values of an input in the table, ascending; none when they are names.</summary>
    internal IReadOnlyList<double> LevelsOf(string input) => [.. _levels[input]];

    /// <summary>Reads a table.</summary>
    /// <param name="csv">Comma-separated text with a heading.</param>
    /// <param name="file">Its name, for messages.</param>
    /// <param name="inputs">Columns that are inputs.</param>
    /// <param name="outputs">Columns that are outputs; each cell a number.</param>
    /// <exception cref="InvalidDataException">A column is missing, or a cell is empty or no number; the message names file and line.</exception>
    public static TableResponse Read(string csv, string file, IReadOnlyList<string> inputs, IReadOnlyList<string> outputs)
    {
        ArgumentNullException.ThrowIfNull(csv);
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(outputs);
        var table = new TableResponse(file, inputs, outputs);
        using var reader = CsvReader.FromText(csv, new CsvReaderOptions { HasHeader = true, TrackLineNumbers = true });
        var columns = reader.Headers;
        if (inputs.Concat(outputs).FirstOrDefault(column => !columns.Contains(column)) is { } missing)
        {
            throw new InvalidDataException($"{file} has no column '{missing}'; it has {string.Join(", ", columns)}");
        }

        while (reader.Read())
        {
            var key = string.Join('|', inputs.Select(column => Key(Cell(reader, file, column))));
            if (!table._rows.TryGetValue(key, out var replicates))
            {
                table._rows.Add(key, replicates = []);
            }

            foreach (var input in inputs)
            {
                if (double.TryParse(Cell(reader, file, input), NumberStyles.Float, CultureInfo.InvariantCulture, out var level))
                {
                    table._levels[input].Add(level);
                }
            }

            replicates.Add([.. outputs.Select(column => Output(reader, file, column))]);
        }

        return table._rows.Count > 0 ? table : throw new InvalidDataException($"{file} has no rows");
    }

    /// <inheritdoc/>
    public Answer Respond(IReadOnlyDictionary<string, ParameterValue> inputs, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        if (Inputs.FirstOrDefault(input => !inputs.ContainsKey(input)) is { } missing)
        {
            return new Answer.Impossible($"'{missing}' is missing");
        }

        if (!_rows.TryGetValue(string.Join('|', Inputs.Select(input => Key(inputs[input]))), out var replicates))
        {
            return new Answer.Impossible($"{_file} has no row with {string.Join(", ", Inputs.Select(input => $"{input}={inputs[input]}"))}");
        }

        var drawn = replicates[SeededRandom.For(seed, ReplicateStream).Next(replicates.Count)];
        return new Answer.Measured(Outputs.Zip(drawn).ToDictionary(pair => pair.First, pair => pair.Second, StringComparer.Ordinal));
    }

    // Twelve digits: a value that went through a unit conversion and back still finds its row.
    private static string Key(ParameterValue value) => value.IsNumber ? Key(value.Number) : Key(value.Text!);

    private static string Key(string cell) =>
        double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? Key(number) : $"'{cell}'";

    private static string Key(double number) => (number == 0 ? 0 : number).ToString("G12", CultureInfo.InvariantCulture);

    private static string Cell(CsvReader reader, string file, string column) =>
        reader.GetString(column).Trim() is { Length: > 0 } cell
            ? cell
            : throw new InvalidDataException($"{file}, line {reader.LineNumber}: '{column}' is empty");

    private static ParameterValue Output(CsvReader reader, string file, string column)
    {
        var cell = Cell(reader, file, column);
        return double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number)
            ? number
            : throw new InvalidDataException($"{file}, line {reader.LineNumber}: '{column}' is '{cell}', which is not a number");
    }
}
