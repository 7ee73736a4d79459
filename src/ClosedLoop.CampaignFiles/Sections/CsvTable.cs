namespace ClosedLoop.CampaignFiles;

/// <summary>Picks named columns of a comma-separated text whose first row holds the headings.</summary>
internal sealed class CsvTable(string file, FileErrors errors)
{
    /// <summary>How many bad rows are named one by one.</summary>
    public const int MostBadRows = 20;

    /// <summary>Line number and the cells of the wanted columns, row by row. Mistakes in the form of the text are added to the errors.</summary>
    public IReadOnlyList<(int Line, IReadOnlyList<string> Cells)> Read(string text, IReadOnlyList<string> columns)
    {
        var reader = new CsvRows(text);
        var rows = reader.Read().ToList();
        if (reader.BadQuoteLine is { } quoteLine)
        {
            errors.AddInTable(
                file,
                quoteLine,
                "",
                "a quote (\") is not closed or stands within a cell; put the whole cell in quotes and double the quotes inside it");
            return [];
        }

        if (rows is [])
        {
            errors.AddInTable(file, 1, "", $"the table is empty; its first line holds the headings {string.Join(",", columns)}");
            return [];
        }

        return Positions(rows[0].Line, rows[0].Cells, columns) is { } positions ? Pick(rows, positions) : [];
    }

    /// <summary>Says how many bad rows were not named.</summary>
    public void SayHowManyMore(int bad, int lastLine)
    {
        if (bad > MostBadRows)
        {
            errors.AddInTable(file, lastLine, "", $"and {bad - MostBadRows} more rows up to this line are wrong");
        }
    }

    private int[]? Positions(int line, IReadOnlyList<string> headings, IReadOnlyList<string> columns)
    {
        var before = errors.Count;
        foreach (var column in columns)
        {
            var count = headings.Count(heading => heading == column);
            if (count == 0)
            {
                errors.AddInTable(file, line, "", headings is [var only] && only.Contains(';', StringComparison.Ordinal)
                    ? $"there is no column '{column}'; separate columns with commas, not with semicolons"
                    : $"there is no column '{column}'; {Suggestion.Hint(column, headings, "the columns are")}");
            }
            else if (count > 1)
            {
                errors.AddInTable(file, line, "", $"the column '{column}' is there {count} times; rename all but one");
            }
        }

        return errors.Count == before ? [.. columns.Select(column => headings.ToList().IndexOf(column))] : null;
    }

    private List<(int Line, IReadOnlyList<string> Cells)> Pick(List<(int Line, IReadOnlyList<string> Cells)> rows, int[] positions)
    {
        var (headings, picked) = (rows[0], new List<(int, IReadOnlyList<string>)>());
        var (bad, lastBad) = (0, 0);
        foreach (var (line, cells) in rows.Skip(1))
        {
            if (cells.Count == headings.Cells.Count)
            {
                picked.Add((line, [.. positions.Select(position => cells[position])]));
                continue;
            }

            lastBad = line;
            if (++bad <= MostBadRows)
            {
                errors.AddInTable(file, line, "", $"the row has {cells.Count} cells, the headings are {headings.Cells.Count}");
            }
        }

        SayHowManyMore(bad, lastBad);
        if (rows.Count == 1)
        {
            errors.AddInTable(file, headings.Line, "", "the table has headings but no rows; add at least one candidate");
        }

        return picked;
    }
}
