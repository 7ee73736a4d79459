using System.Globalization;

namespace ClosedLoop.Calculations;

/// <summary>The processes of a run, whatever groups a launcher such as mpirun has put them in: all of its session. Read from <c>/proc</c>.</summary>
/// <param name="id">The session: the process that leads it.</param>
internal sealed class RunSession(int id)
{
    // Fields of /proc/N/stat behind the name, which may hold blanks and parentheses: state, parent, group, session.
    private const int GroupField = 2;
    private const int SessionField = 3;

    /// <summary>The process groups in it.</summary>
    public IReadOnlyList<int> Groups() => [.. Processes().Select(process => process.Group).Append(id).Distinct()];

    /// <summary>Main memory that its processes have for themselves, in bytes; what they share with others, such as libraries, is nobody's.</summary>
    public long OwnMemory() => Processes().Sum(process => Read($"/proc/{process.Id}/statm") is [_, var resident, var shared, ..] ? resident - shared : 0) * Environment.SystemPageSize;

    private IEnumerable<(int Id, int Group)> Processes()
    {
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var process)
                && Text(Path.Combine(folder, "stat")) is { } stat
                && stat[(stat.LastIndexOf(')') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries) is { Length: > SessionField } fields
                && int.Parse(fields[SessionField], CultureInfo.InvariantCulture) == id)
            {
                yield return (process, int.Parse(fields[GroupField], CultureInfo.InvariantCulture));
            }
        }
    }

    private static long[] Read(string path) => Text(path) is { } text ? [.. text.Split(' ').Select(word => long.Parse(word, CultureInfo.InvariantCulture))] : [];

    /// <summary>Null when the process is gone meanwhile.</summary>
    private static string? Text(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
