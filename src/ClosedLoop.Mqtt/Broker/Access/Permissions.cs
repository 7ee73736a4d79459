namespace ClosedLoop.Mqtt;

/// <summary>
/// What one connected client may read and write. As in mosquitto: first the rules of its user, then the patterns; within each a matching <c>deny</c> decides
/// before all others, then a rule that permits; what no rule permits is forbidden. Reading and writing may be asked by two different threads, each of them by
/// one at a time.
/// </summary>
internal sealed class Permissions(AclRule[] own, AclRule[] patterns)
{
    private const int LongestMemory = 1_000;
    private readonly Dictionary<string, bool> _readable = new(StringComparer.Ordinal);
    private readonly Dictionary<string, bool> _writable = new(StringComparer.Ordinal);

    public bool MayRead(string topic) => Remembered(_readable, topic, AclAccess.Read);

    public bool MayWrite(string topic) => Remembered(_writable, topic, AclAccess.Write);

    /// <summary>
    /// Whether anything that may be read can match a filter. A filter that is wider than that is granted: each delivery is checked for itself.
    /// </summary>
    public bool MaySubscribe(string filter)
    {
        foreach (var rules in (ReadOnlySpan<AclRule[]>)[own, patterns])
        {
            if (rules.Any(r => r.Access == AclAccess.Deny && FilterRelations.Covers(r.Filter, filter)))
            {
                return false;
            }

            if (rules.Any(r => r.Access.HasFlag(AclAccess.Read) && FilterRelations.Overlap(r.Filter, filter)))
            {
                return true;
            }
        }

        return false;
    }

    private bool Remembered(Dictionary<string, bool> memory, string topic, AclAccess access)
    {
        if (memory.TryGetValue(topic, out var known))
        {
            return known;
        }

        if (memory.Count >= LongestMemory)
        {
            memory.Clear();
        }

        return memory[topic] = Decide(own, topic, access) ?? Decide(patterns, topic, access) ?? false;
    }

    private static bool? Decide(AclRule[] rules, string topic, AclAccess access)
    {
        bool? permitted = null;
        foreach (var rule in rules)
        {
            if ((rule.Access & access) == 0 && rule.Access != AclAccess.Deny)
            {
                continue;
            }

            if (!TopicFilter.Matches(rule.Filter, topic))
            {
                continue;
            }

            if (rule.Access == AclAccess.Deny)
            {
                return false;
            }

            permitted = true;
        }

        return permitted;
    }
}
