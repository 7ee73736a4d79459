using System.Globalization;

namespace ClosedLoop.Calculations;

/// <summary>A number in a table of text. Its first line, without the <c>#</c> that it may begin with, names the columns; lines that are empty or begin with <c>#</c> are skipped.</summary>
/// <param name="File">The file.</param>
/// <param name="Column">The column's name.</param>
/// <param name="Row">The row from 0, or from the end below zero; -1, the last, by default.</param>
/// <param name="Separator">Between columns; null for any white space.</param>
/// <param name="Factor">What the number is multiplied with.</param>
public sealed record CsvColumnReader(string File, string Column, int Row = -1, char? Separator = ',', double Factor = 1) : ValueReader(File, Factor)
{
    internal override string Way => string.Create(CultureInfo.InvariantCulture, $"row {Row} of column {Column}, separated by {(Separator is { } separator ? $"'{separator}'" : "white space")}");

    /// <inheritdoc/>
    protected override string? Find(string text, out string problem)
    {
        var lines = text.Split('\n').Select(line => line.Trim('\r')).Where(line => line.Trim().Length > 0).ToList();
        var names = lines.Count == 0 ? [] : Fields(lines[0].TrimStart('#', ' '));
        var column = names.FindIndex(name => name.Trim() == Column);
        if (column < 0)
        {
            problem = $"{File} has no column '{Column}'; it has {(names.Count == 0 ? "none" : string.Join(", ", names.Select(name => name.Trim())))}";
            return null;
        }

        var rows = lines.Skip(1).Where(line => line[0] != '#').ToList();
        var index = Row < 0 ? rows.Count + Row : Row;
        problem = string.Create(CultureInfo.InvariantCulture, $"{File} has no row {Row}; it has {rows.Count}");
        return index >= 0 && index < rows.Count && Fields(rows[index]) is var fields && column < fields.Count ? fields[column] : null;
    }

    private List<string> Fields(string line)
    {
        if (Separator is not { } separator)
        {
            return [.. line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)];
        }

        var fields = new List<string>();
        var field = new System.Text.StringBuilder();
        var quoted = false;
        foreach (var letter in line)
        {
            if (letter == '"')
            {
                quoted = !quoted;
            }
            else if (letter == separator && !quoted)
            {
                fields.Add(field.ToString());
                field.Clear();
            }
            else
            {
                field.Append(letter);
            }
        }

        fields.Add(field.ToString());
        return fields;
    }
}
