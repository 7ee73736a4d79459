namespace ClosedLoop.Mqtt;

/// <summary>
/// All subscriptions by the levels of their filters, so that a topic finds its subscribers without looking at the others. A filter holds one for each key.
/// </summary>
internal sealed class SubscriptionTree<TKey, TSubscription>
    where TKey : notnull
{
    private readonly SubscriptionNode<TKey, TSubscription> _root = new();

    /// <summary>Adds or replaces; whether it is new.</summary>
    public bool Set(string filter, TKey key, TSubscription subscription)
    {
        var node = _root;
        ReadOnlySpan<char> rest = filter;
        for (var last = false; !last;)
        {
            node = node.ChildOrNew(TopicFilter.TakeLevel(ref rest, out last));
        }

        var isNew = !node.Subscriptions.ContainsKey(key);
        node.Subscriptions[key] = subscription;
        return isNew;
    }

    public bool Remove(string filter, TKey key) => Remove(_root, filter, key);

    /// <summary>Adds all matching subscriptions to a list; a key with overlapping filters appears more than once.</summary>
    public void Match(string topic, List<TSubscription> matches) => Match(_root, topic, topic.StartsWith('$'), matches);

    private static bool Remove(SubscriptionNode<TKey, TSubscription> node, ReadOnlySpan<char> rest, TKey key)
    {
        var level = TopicFilter.TakeLevel(ref rest, out var last);
        if (node.Child(level) is not { } child)
        {
            return false;
        }

        var removed = last ? child.Subscriptions.Remove(key) : Remove(child, rest, key);
        if (child.IsEmpty)
        {
            node.RemoveChild(level);
        }

        return removed;
    }

    private static void Match(
        SubscriptionNode<TKey, TSubscription> node, ReadOnlySpan<char> rest, bool withoutWildcards, List<TSubscription> matches)
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

    private static void Descend(SubscriptionNode<TKey, TSubscription>? child, ReadOnlySpan<char> rest, bool last, List<TSubscription> matches)
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
