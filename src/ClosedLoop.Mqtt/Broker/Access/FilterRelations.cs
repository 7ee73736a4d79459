namespace ClosedLoop.Mqtt;

/// <summary>How the sets of topics that two filters match lie to each other.</summary>
internal static class FilterRelations
{
    /// <summary>Whether there is a topic that both match.</summary>
    public static bool Overlap(string one, string other)
    {
        var (a, b) = (one.Split('/'), other.Split('/'));
        if (IsDollarAgainstWildcard(a[0], b[0]) || IsDollarAgainstWildcard(b[0], a[0]))
        {
            return false;
        }

        for (var i = 0; ; i++)
        {
            if (At(a, i) is "#" || At(b, i) is "#")
            {
                return true;
            }

            if (i == a.Length || i == b.Length)
            {
                return a.Length == b.Length;
            }

            if (a[i] != b[i] && a[i] != "+" && b[i] != "+")
            {
                return false;
            }
        }
    }

    /// <summary>Whether every topic that the narrow one matches is matched by the wide one.</summary>
    public static bool Covers(string wide, string narrow)
    {
        var (w, n) = (wide.Split('/'), narrow.Split('/'));
        if (IsDollarAgainstWildcard(n[0], w[0]))
        {
            return false;
        }

        for (var i = 0; ; i++)
        {
            if (At(w, i) is "#")
            {
                return true;
            }

            if (i == w.Length || i == n.Length)
            {
                return w.Length == n.Length;
            }

            if (n[i] is "#")
            {
                // A topic has one level at least, so +/# is everything.
                return w is ["+", "#"];
            }

            if (w[i] != "+" && w[i] != n[i])
            {
                return false;
            }
        }
    }

    private static string? At(string[] levels, int place) => place < levels.Length ? levels[place] : null;

    private static bool IsDollarAgainstWildcard(string level, string other) => level.StartsWith('$') && other is "+" or "#";
}
