using System.Text;

namespace ClosedLoop.Benchmarks;

/// <summary>Reads comma-separated rows with optional double quotes; no line breaks inside fields.</summary>
internal static class CsvRows
{
    public static IEnumerable<string[]> Read(string file) => File.ReadLines(file).Where(line => line.Length > 0).Select(Split);

    private static string[] Split(string line)
    {
        var fields = new List<string>();
        var field = new StringBuilder();
        var quoted = false;
        foreach (var character in line)
        {
            if (character == '"')
            {
                quoted = !quoted;
            }
            else if (character == ',' && !quoted)
            {
                fields.Add(field.ToString());
                field.Clear();
            }
            else
            {
                field.Append(character);
            }
        }

        fields.Add(field.ToString());
        return [.. fields];
    }
}
