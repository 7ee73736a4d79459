namespace ClosedLoop.Mqtt;

/// <summary>One level of the tree.</summary>
internal sealed class SubscriptionNode<TKey, TSubscription>
    where TKey : notnull
{
    private readonly Dictionary<string, SubscriptionNode<TKey, TSubscription>> _children = new(StringComparer.Ordinal);

    public Dictionary<TKey, TSubscription> Subscriptions { get; } = [];

    public bool IsEmpty => Subscriptions.Count == 0 && _children.Count == 0;

    public SubscriptionNode<TKey, TSubscription>? Child(ReadOnlySpan<char> level) =>
        _children.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(level, out var child) ? child : null;

    public SubscriptionNode<TKey, TSubscription> ChildOrNew(ReadOnlySpan<char> level)
    {
        if (Child(level) is { } known)
        {
            return known;
        }

        var added = new SubscriptionNode<TKey, TSubscription>();
        _children.Add(level.ToString(), added);
        return added;
    }

    public void RemoveChild(ReadOnlySpan<char> level) => _children.GetAlternateLookup<ReadOnlySpan<char>>().Remove(level);
}
