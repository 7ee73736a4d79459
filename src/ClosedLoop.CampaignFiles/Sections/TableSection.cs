using ClosedLoop.Domain;

namespace ClosedLoop.CampaignFiles;

/// <summary>Reads <c>table</c>: the CSV file that it names, or its own rows.</summary>
internal sealed class TableSection(NodeReader reader, SpaceKeys keys, Func<string, string?> readFile)
{
    /// <summary>The distinct rows in file order; null when there is no table or something is wrong with it.</summary>
    public IReadOnlyList<Candidate>? Read(FileNode? node, IReadOnlyList<LinearConstraint> constraints)
    {
        if (node is null || reader.Map(node, CampaignShapes.Table, "{file: rows.csv}") is not { } map)
        {
            return null;
        }

        if (map.Find("rows") is { } rowsNode)
        {
            if (map.Find("file") is not null || map.Find("columns") is not null)
            {
                reader.Errors.Add(rowsNode, "the rows are either in a file or here; remove one of them");
            }

            return new InlineRows(reader, keys).Read(rowsNode, constraints);
        }

        var columns = ReadColumns(map.Find("columns"));
        if (map.Need("file", "file: rows.csv, or rows: and a list of candidates") is not { } fileNode || reader.Text(fileNode, "rows.csv") is not { } file)
        {
            return null;
        }

        if (readFile(file) is not { } text)
        {
            reader.Errors.Add(fileNode, DataFolder.Missing(file));
            return null;
        }

        return keys.AreSound && columns is not null ? ReadRows(file, text, columns, constraints) : null;
    }

    private Dictionary<string, string>? ReadColumns(FileNode? node)
    {
        var columns = keys.Names.ToDictionary(key => key, key => key, StringComparer.Ordinal);
        if (node is null)
        {
            return columns;
        }

        if (reader.Entries(node, "a map of parameter: column such as {temperature: Temp}") is not { } map)
        {
            return null;
        }

        var before = reader.Errors.Count;
        foreach (var entry in map.Entries)
        {
            if (!keys.Contains(entry.Key.Text))
            {
                if (keys.IsComplete)
                {
                    reader.Errors.Add(entry.Key, $"is no parameter; {Suggestion.Hint(entry.Key.Text, keys.Names, "the parameters are")}");
                }
            }
            else if (reader.Text(entry.Value, "the heading of a column") is { } column)
            {
                columns[entry.Key.Text] = column;
            }
        }

        return reader.Errors.Count == before ? columns : null;
    }

    private List<Candidate>? ReadRows(string file, string text, Dictionary<string, string> columns, IReadOnlyList<LinearConstraint> constraints)
    {
        var before = reader.Errors.Count;
        var space = new SearchSpace { Parameters = keys.Parameters, Constraints = constraints };
        var table = new CsvTable(file, reader.Errors);
        var distinct = new HashSet<Candidate>();
        var rows = new List<Candidate>();
        var (bad, lastBad) = (0, 0);
        foreach (var (line, cells) in table.Read(text, [.. space.Keys.Select(key => columns[key])]))
        {
            var (candidate, mistake) = ToCandidate(space, cells);
            mistake ??= space.WhyNot(candidate!);
            if (mistake is null)
            {
                if (distinct.Add(candidate!))
                {
                    rows.Add(candidate!);
                }
            }
            else
            {
                lastBad = line;
                if (++bad <= CsvTable.MostBadRows)
                {
                    reader.Errors.AddInTable(file, line, "", mistake);
                }
            }
        }

        table.SayHowManyMore(bad, lastBad);
        return reader.Errors.Count == before ? rows : null;
    }

    private (Candidate? Candidate, string? Mistake) ToCandidate(SearchSpace space, IReadOnlyList<string> cells)
    {
        var values = new List<KeyValuePair<string, ParameterValue>>();
        foreach (var (key, cell) in space.Keys.Zip(cells))
        {
            if (cell.Length == 0)
            {
                return (null, $"{key}: the cell is empty; give a value or remove the row");
            }

            if (keys.ParameterOf(key) is CategoricalParameter)
            {
                values.Add(new(key, cell));
            }
            else if (NodeReader.TryNumber(cell, out var number))
            {
                values.Add(new(key, number));
            }
            else
            {
                return (null, $"{key}: '{cell}' is not a number; write it like 12, 0.5 or 1e-3");
            }
        }

        return (new Candidate(values), null);
    }
}
