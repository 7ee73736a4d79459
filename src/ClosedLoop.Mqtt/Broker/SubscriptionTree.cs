namespace ClosedLoop.Mqtt;

/// <summary>All subscriptions by the levels of their filters, so that a topic finds its subscribers without looking at the others.</summary>
internal sealed class SubscriptionTree
{
    private readonly SubscriptionNode _root = new();

    /// <summary>Adds or replaces; whether it is new.</summary>
    public bool Set(string filter, BrokerSubscription subscription)
    {
        var node = _root;
        ReadOnlySpan<char> rest = filter;
        for (var last = false; !last;)
        {
            node = node.ChildOrNew(TopicFilter.TakeLevel(ref rest, out last));
        }

        var isNew = !node.Subscriptions.ContainsKey(subscription.Session);
        node.Subscriptions[subscription.Session] = subscription;
        return isNew;
    }

    public bool Remove(string filter, BrokerSession session) => Remove(_root, filter, session);

    /// <summary>Adds all matching subscriptions to a list; a session with overlapping filters appears more than once.</summary>
    public void Match(string topic, List<BrokerSubscription> matches) => Match(_root, topic, topic.StartsWith('$'), matches);

    private static bool Remove(SubscriptionNode node, ReadOnlySpan<char> rest, BrokerSession session)
    {
        var level = TopicFilter.TakeLevel(ref rest, out var last);
        if (node.Child(level) is not { } child)
        {
            return false;
        }

        var removed = last ? child.Subscriptions.Remove(session) : Remove(child, rest, session);
        if (child.IsEmpty)
        {
            node.RemoveChild(level);
        }

        return removed;
    }

    private static void Match(SubscriptionNode node, ReadOnlySpan<char> rest, bool withoutWildcards, List<BrokerSubscription> matches)
    {
        var level = TopicFilter.TakeLevel(ref rest, out var last);
        if (!withoutWildcards)
        {
            if (node.Child("#") is { } everything)
            {
                matches.AddRange(everything.Subscriptions.Values);
            }

            Descend(node.Child("+"), rest, last, matches);
        }
        Descend(node.Child(level), rest, last, matches);
    }

    private static void Descend(SubscriptionNode? child, ReadOnlySpan<char> rest, bool last, List<BrokerSubscription> matches)
    {
        if (child is null)
        {
            return;
        }

        if (!last)
        {
            Match(child, rest, withoutWildcards: false, matches);
            return;
        }
        matches.AddRange(child.Subscriptions.Values);
        if (child.Child("#") is { } parentToo)
        {
            matches.AddRange(parentToo.Subscriptions.Values);
        }
    }
}
