namespace ClosedLoop.CampaignFiles;

/// <summary>Picks named columns of a comma-separated text whose first row holds the headings.</summary>
internal sealed class CsvTable(string file, FileErrors errors)
{
    /// <summary>How many bad rows are named one by one.</summary>
    public const int MostBadRows = 20;

    /// <summary>
    /// Line number and the cells of the wanted columns, row by row as they are asked for. Mistakes in the form of the text are added to the errors on the way.
    /// </summary>
    public IEnumerable<(int Line, string[] Cells)> Read(string text, IReadOnlyList<string> columns)
    {
        var reader = new CsvRows(text);
        (int Line, IReadOnlyList<string> Cells)? headings = null;
        int[]? positions = null;
        var (rows, bad, lastBad) = (0, 0, 0);
        foreach (var (line, cells) in reader.Read())
        {
            if (headings is null)
            {
                headings = (line, cells);
                positions = Positions(line, cells, columns);
                continue;
            }

            rows++;
            if (positions is null)
            {
                continue;
            }

            if (cells.Count == headings.Value.Cells.Count)
            {
                yield return (line, [.. positions.Select(position => cells[position])]);
                continue;
            }

            lastBad = line;
            if (++bad <= MostBadRows)
            {
                errors.AddInTable(file, line, "", $"the row has {cells.Count} cells, the headings are {headings.Value.Cells.Count}");
            }
        }

        SayHowManyMore(bad, lastBad);
        SayHowItEnds(reader, headings?.Line, rows, columns);
    }

    private void SayHowItEnds(CsvRows reader, int? headings, int rows, IReadOnlyList<string> columns)
    {
        if (reader.BadQuoteLine is { } quoteLine)
        {
            errors.AddInTable(
                file,
                quoteLine,
                "",
                "a quote (\") is not closed or stands within a cell; put the whole cell in quotes and double the quotes inside it");
        }
        else if (headings is null)
        {
            errors.AddInTable(file, 1, "", $"the table is empty; its first line holds the headings {string.Join(",", columns)}");
        }
        else if (rows == 0)
        {
            errors.AddInTable(file, headings.Value, "", "the table has headings but no rows; add at least one candidate");
        }
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
}
