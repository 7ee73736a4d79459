namespace ClosedLoop.Mqtt;

/// <summary>
/// Who may read and write which topics, in the format of mosquitto's acl_file. The rules before the first <c>user</c> line are for clients without a name,
/// those after it for that user, and <c>pattern</c> lines for everybody, with <c>%u</c> for the user name and <c>%c</c> for the client identifier.
/// </summary>
internal sealed class AclFile
{
    private readonly List<AclRule> _nameless = [];
    private readonly Dictionary<string, List<AclRule>> _users = new(StringComparer.Ordinal);
    private readonly List<AclRule> _patterns = [];

    private AclFile()
    {
    }

    /// <summary>Reads all lines and adds what is wrong to a list, each mistake with its line.</summary>
    public static AclFile Parse(string path, IReadOnlyList<string> lines, List<string> mistakes)
    {
        var file = new AclFile();
        var rules = file._nameless;
        for (var i = 0; i < lines.Count; i++)
        {
            var (keyword, rest) = FirstWord(lines[i].Trim());
            string? mistake = null;
            switch (keyword)
            {
                case "" or ['#', ..]: break;
                case "user" when rest.Length > 0:
                    rules = file._users.TryGetValue(rest, out var known) ? known : file._users[rest] = [];
                    break;
                case "user": mistake = "user without a name"; break;
                case "topic": mistake = Add(rules, rest); break;
                case "pattern": mistake = Add(file._patterns, rest); break;
                default: mistake = $"'{keyword}' is none of user, topic, pattern and a comment (#)"; break;
            }

            if (mistake is not null)
            {
                mistakes.Add($"{path}:{i + 1}: {mistake}");
            }
        }

        return file;
    }

    /// <summary>What one client may do.</summary>
    public Permissions For(string? user, string clientId)
    {
        var own = user is null ? _nameless : _users.GetValueOrDefault(user) ?? [];
        return new Permissions([.. own], [.. _patterns.Select(p => p.For(user, clientId)).OfType<AclRule>()]);
    }

    private static string? Add(List<AclRule> rules, string rest)
    {
        var (word, filter) = FirstWord(rest);
        AclAccess? access = word switch
        {
            "read" => AclAccess.Read,
            "write" => AclAccess.Write,
            "readwrite" => AclAccess.ReadWrite,
            "deny" => AclAccess.Deny,
            _ => null,
        };
        if (filter.Length == 0)
        {
            // One word only is a topic, also if it is called read.
            (access, filter) = (AclAccess.ReadWrite, word);
        }

        if (access is null)
        {
            return $"'{word}' is none of read, write, readwrite and deny";
        }

        if (filter.Length == 0 || !TopicFilter.IsValidFilter(filter))
        {
            return filter.Length == 0 ? "the topic is missing" : $"'{filter}' is not a topic filter";
        }

        rules.Add(new AclRule(access.Value, filter));
        return null;
    }

    private static (string Word, string Remainder) FirstWord(string text)
    {
        var end = text.AsSpan().IndexOfAny(' ', '\t');
        return end < 0 ? (text, "") : (text[..end], text[end..].Trim());
    }
}
