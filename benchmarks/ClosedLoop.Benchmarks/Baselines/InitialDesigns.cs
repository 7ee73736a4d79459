using System.Globalization;
using System.Text.Json;

namespace ClosedLoop.Benchmarks;

/// <summary>The points that all peers started from, by problem and seed.</summary>
internal static class InitialDesigns
{
    /// <summary>The published name of a problem.</summary>
    public static string NameOf(string problem) => problem == "branin-currin" ? "branincurrin-2obj" : problem;

    /// <summary>Points in native units, or row indices of length one; empty when the file has none.</summary>
    public static IReadOnlyList<double[]> Of(string problem, int seed)
    {
        if (!File.Exists(DataFolder.InitialDesigns))
        {
            return [];
        }

        var points = new List<double[]>();
        foreach (var row in CsvRows.Read(DataFolder.InitialDesigns).Skip(1))
        {
            if (row[0] == problem && int.Parse(row[1], CultureInfo.InvariantCulture) == seed)
            {
                using var json = JsonDocument.Parse(row[3]);
                points.Add(json.RootElement.ValueKind == JsonValueKind.Array
                    ? [.. json.RootElement.EnumerateArray().Select(element => element.GetDouble())]
                    : [json.RootElement.GetDouble()]);
            }
        }

        return points;
    }
}
