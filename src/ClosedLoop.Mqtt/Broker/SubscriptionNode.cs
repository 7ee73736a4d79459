namespace ClosedLoop.Mqtt;

/// <summary>One level of the tree.</summary>
internal sealed class SubscriptionNode
{
    private readonly Dictionary<string, SubscriptionNode> _children = new(StringComparer.Ordinal);

    public Dictionary<BrokerSession, BrokerSubscription> Subscriptions { get; } = [];

    public bool IsEmpty => Subscriptions.Count == 0 && _children.Count == 0;

    public SubscriptionNode? Child(ReadOnlySpan<char> level) =>
        _children.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(level, out var child) ? child : null;

    public SubscriptionNode ChildOrNew(ReadOnlySpan<char> level)
    {
        if (Child(level) is { } known)
        {
            return known;
        }

        var added = new SubscriptionNode();
        _children.Add(level.ToString(), added);
        return added;
    }

    public void RemoveChild(ReadOnlySpan<char> level) => _children.GetAlternateLookup<ReadOnlySpan<char>>().Remove(level);
}
