using ClosedLoop.Domain;

namespace ClosedLoop.CampaignFiles;

/// <summary>Reads <c>table</c>: the CSV file that it names, or its own rows.</summary>
internal sealed class TableSection(NodeReader reader, SpaceKeys keys, Func<string, string?> readFile)
{
    /// <summary>The distinct rows in file order; null when there is no table or something is wrong with it.</summary>
    public IReadOnlyList<Candidate>? Read(FileNode? node, IReadOnlyList<Constraint> constraints)
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
        var columns = keys.Names.Where(key => keys.ParameterOf(key) is not FixedParameter).ToDictionary(key => key, key => key, StringComparer.Ordinal);
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
            if (!columns.ContainsKey(entry.Key.Text))
            {
                if (keys.IsComplete)
                {
                    reader.Errors.Add(entry.Key, keys.Contains(entry.Key.Text)
                        ? "is fixed, so it needs no column; remove it"
                        : $"is no parameter; {Suggestion.Hint(entry.Key.Text, keys.Names, "the parameters are")}");
                }
            }
            else if (reader.Text(entry.Value, "the heading of a column") is { } column)
            {
                columns[entry.Key.Text] = column;
            }
        }

        return reader.Errors.Count == before ? columns : null;
    }

    private CandidateTable? ReadRows(string file, string text, Dictionary<string, string> columns, IReadOnlyList<Constraint> constraints)
    {
        var before = reader.Errors.Count;
        var space = new SearchSpace { Parameters = keys.Parameters, Constraints = constraints };
        string[] order = [.. space.Keys];
        var table = new CsvTable(file, reader.Errors);
        var rows = new CandidateTableBuilder(order, true);
        var (bad, lastBad) = (0, 0);
        foreach (var (line, cells) in table.Read(text, [.. order.Where(columns.ContainsKey).Select(key => columns[key])]))
        {
            var (candidate, mistake) = ToCandidate(order, cells);
            mistake ??= space.WhyNot(candidate!);
            if (mistake is null)
            {
                rows.Add(candidate!);
                continue;
            }

            lastBad = line;
            if (++bad <= CsvTable.MostBadRows)
            {
                reader.Errors.AddInTable(file, line, "", mistake);
            }
        }

        table.SayHowManyMore(bad, lastBad);
        return reader.Errors.Count == before ? rows.Build() : null;
    }

    private (Candidate? Candidate, string? Mistake) ToCandidate(string[] order, string[] cells)
    {
        var values = new KeyValuePair<string, ParameterValue>[order.Length];
        var next = 0;
        for (var k = 0; k < order.Length; k++)
        {
            var key = order[k];
            var parameter = keys.ParameterOf(key);
            if (parameter is FixedParameter set)
            {
                values[k] = new(key, set.Value);
                continue;
            }

            var cell = cells[next++];
            if (cell.Length == 0)
            {
                return (null, $"{key}: the cell is empty; give a value or remove the row");
            }

            if (parameter is CategoricalParameter)
            {
                values[k] = new(key, cell);
            }
            else if (NodeReader.TryNumber(cell, out var number))
            {
                values[k] = new(key, number);
            }
            else
            {
                return (null, $"{key}: '{cell}' is not a number; write it like 12, 0.5 or 1e-3");
            }
        }

        return (new Candidate(values), null);
    }
}
