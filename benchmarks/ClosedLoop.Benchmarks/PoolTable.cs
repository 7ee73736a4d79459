using System.Globalization;
using ClosedLoop.Domain;

namespace ClosedLoop.Benchmarks;

/// <summary>A CSV as a table of candidates: distinct inputs in sorted order, the value of each the mean of its distinct replicates.</summary>
internal sealed record PoolTable(SearchSpace Space, IReadOnlyList<Candidate> Rows, double[] Values)
{
    public static PoolTable Read(string file, string target)
    {
        var lines = CsvRows.Read(file).ToArray();
        var header = lines[0];
        var targetColumn = Array.IndexOf(header, target);
        var columns = Enumerable.Range(0, header.Length).Where(c => c != targetColumn).ToArray();
        var names = columns.Select(c => header[c]).ToArray();
        var records = lines.Skip(1)
            .Select(line => line.Select(field => double.Parse(field, CultureInfo.InvariantCulture)).ToArray())
            .Select(fields => (Inputs: columns.Select(c => fields[c]).ToArray(), Value: fields[targetColumn]))
            .ToArray();

        var groups = records.GroupBy(record => string.Join('|', record.Inputs.Select(v => v.ToString("R", CultureInfo.InvariantCulture))))
            .Select(group => (group.First().Inputs, Value: group.Select(record => record.Value).Distinct().Average()))
            .Order(Comparer<(double[] Inputs, double Value)>.Create((a, b) => Compare(a.Inputs, b.Inputs)))
            .ToArray();
        Candidate[] rows = [.. groups.Select(group => new Candidate(names.Zip(group.Inputs, (name, v) => KeyValuePair.Create(name, (ParameterValue)v))))];
        var parameters = names.Select((name, d) => new ContinuousParameter
        {
            Name = name,
            Lower = groups.Min(group => group.Inputs[d]),
            Upper = groups.Max(group => group.Inputs[d]),
        });
        return new(new SearchSpace { Parameters = [.. parameters], Table = rows }, rows, [.. groups.Select(group => group.Value)]);
    }

    private static int Compare(double[] a, double[] b)
    {
        for (var d = 0; d < a.Length; d++)
        {
            if (a[d] != b[d])
            {
                return a[d].CompareTo(b[d]);
            }
        }

        return 0;
    }
}
