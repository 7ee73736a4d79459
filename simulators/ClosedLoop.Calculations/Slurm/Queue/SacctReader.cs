namespace ClosedLoop.Calculations;

/// <summary>Reads <c>sacct -n -P -o jobname,state</c>.</summary>
internal static class SacctReader
{
    /// <summary>Name → its last state, of the names that were asked for.</summary>
    public static Dictionary<string, SlurmState> Read(string text, IReadOnlySet<string> names)
    {
        var states = new Dictionary<string, SlurmState>(StringComparer.Ordinal);
        foreach (var line in text.Split('\n'))
        {
            var bar = line.LastIndexOf('|');
            if (bar > 0 && names.Contains(line[..bar]))
            {
                states[line[..bar]] = SlurmStates.Parse(line[(bar + 1)..]);
            }
        }

        return states;
    }
}
