namespace ClosedLoop.Mqtt;

/// <summary>Topic names and topic filters as MQTT 5 defines them (section 4.7).</summary>
public static class TopicFilter
{
    private const int LongestInBytes = 65_535;
    private const string Share = "$share/";

    /// <summary>
    /// Whether a topic name matches a filter: <c>+</c> stands for one level, a final <c>#</c> for its parent and everything below it, and a filter that begins
    /// with a wildcard never matches a topic that begins with <c>$</c>. Both are taken as valid.
    /// </summary>
    public static bool Matches(string filter, string topic)
    {
        ArgumentNullException.ThrowIfNull(filter);
        ArgumentNullException.ThrowIfNull(topic);
        ReadOnlySpan<char> wanted = filter, given = topic;
        if (given.Length > 0 && given[0] == '$' && wanted.Length > 0 && wanted[0] is '+' or '#')
        {
            return false;
        }

        while (true)
        {
            var level = TakeLevel(ref wanted, out var lastWanted);
            if (level is "#")
            {
                return true;
            }

            var actual = TakeLevel(ref given, out var lastGiven);
            if (level is not "+" && !level.SequenceEqual(actual))
            {
                return false;
            }

            if (lastGiven)
            {
                return lastWanted || wanted is "#";
            }

            if (lastWanted)
            {
                return false;
            }
        }
    }

    /// <summary>
    /// Whether a text is a filter that a client may subscribe to: not empty, <c>#</c> only as the last level, wildcards only as whole levels; a shared one has a
    /// group without wildcards and such a filter behind it.
    /// </summary>
    public static bool IsValidFilter(string filter)
    {
        ArgumentNullException.ThrowIfNull(filter);
        if (!IsValidText(filter))
        {
            return false;
        }

        ReadOnlySpan<char> rest = filter;
        if (IsShared(filter))
        {
            rest = rest[Share.Length..];
            var group = TakeLevel(ref rest, out var nothingFollows);
            if (nothingFollows || group.IsEmpty || rest.IsEmpty || group.ContainsAny('+', '#'))
            {
                return false;
            }
        }

        while (true)
        {
            var level = TakeLevel(ref rest, out var last);
            if (level is "#" && !last)
            {
                return false;
            }

            if (level.Length > 1 && level.ContainsAny('+', '#'))
            {
                return false;
            }

            if (last)
            {
                return true;
            }
        }
    }

    /// <summary>Whether a filter begins with <c>$share/</c>: its messages are shared among the clients of a group (section 4.8.2).</summary>
    public static bool IsShared(string filter)
    {
        ArgumentNullException.ThrowIfNull(filter);
        return filter.StartsWith(Share, StringComparison.Ordinal);
    }

    /// <summary>What the topics of a filter's messages match: the part after the group of a valid shared filter, any other filter as it is.</summary>
    public static string Unshared(string filter) =>
        IsShared(filter) ? filter[(filter.IndexOf('/', Share.Length) + 1)..] : filter;

    /// <summary>Whether a text is a topic that a message may be published to: not empty, without wildcards.</summary>
    public static bool IsValidTopic(string topic)
    {
        ArgumentNullException.ThrowIfNull(topic);
        return IsValidText(topic) && !topic.AsSpan().ContainsAny('+', '#');
    }

    internal static ReadOnlySpan<char> TakeLevel(ref ReadOnlySpan<char> rest, out bool last)
    {
        var slash = rest.IndexOf('/');
        last = slash < 0;
        var level = last ? rest : rest[..slash];
        rest = last ? [] : rest[(slash + 1)..];
        return level;
    }

    private static bool IsValidText(string text) =>
        text.Length > 0 && !text.Contains('\0', StringComparison.Ordinal)
        && (text.Length <= LongestInBytes / 3 || System.Text.Encoding.UTF8.GetByteCount(text) <= LongestInBytes);
}
