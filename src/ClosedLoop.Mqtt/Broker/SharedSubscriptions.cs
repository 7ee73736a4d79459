namespace ClosedLoop.Mqtt;

/// <summary>All shared subscriptions: <c>$share/{group}/{filter}</c>.</summary>
internal sealed class SharedSubscriptions
{
    // By the filter behind the group, and by the whole, since several groups may share one filter.
    private readonly SubscriptionTree<string, SharedGroup> _tree = new();
    private readonly Dictionary<string, SharedGroup> _groups = new(StringComparer.Ordinal);
    private readonly List<SharedGroup> _matches = [];

    /// <summary>Adds or replaces; whether it is new.</summary>
    public bool Set(string filter, BrokerSubscription subscription)
    {
        if (!_groups.TryGetValue(filter, out var group))
        {
            _groups.Add(filter, group = new SharedGroup());
            _tree.Set(TopicFilter.Unshared(filter), filter, group);
        }

        return group.Set(subscription);
    }

    public bool Remove(string filter, BrokerSession session)
    {
        if (!_groups.TryGetValue(filter, out var group) || !group.Remove(session))
        {
            return false;
        }

        if (group.IsEmpty)
        {
            _groups.Remove(filter);
            _tree.Remove(TopicFilter.Unshared(filter), filter);
        }

        return true;
    }

    /// <summary>The groups of which one member each gets a message on this topic. Valid until the next call.</summary>
    public List<SharedGroup> Match(string topic)
    {
        _matches.Clear();
        if (_groups.Count > 0)
        {
            _tree.Match(topic, _matches);
        }

        return _matches;
    }
}
