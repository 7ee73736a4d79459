namespace ClosedLoop.Mqtt;

/// <summary>
/// The sessions that share one subscription (section 4.8.2): each message goes to one of them, in turn, to a connected one if there is any. What a member has
/// not acknowledged when its session ends goes to another.
/// </summary>
internal sealed class SharedGroup
{
    private readonly List<BrokerSubscription> _members = [];
    private int _next;

    public bool IsEmpty => _members.Count == 0;

    /// <summary>Adds or replaces a member; whether it is new.</summary>
    public bool Set(BrokerSubscription subscription)
    {
        var known = _members.FindIndex(m => m.Session == subscription.Session);
        if (known >= 0)
        {
            _members[known] = subscription;
            return false;
        }

        _members.Add(subscription);
        return true;
    }

    public bool Remove(BrokerSession session) => _members.RemoveAll(m => m.Session == session) > 0;

    public DeliveryResult Deliver(StoredMessage message)
    {
        BrokerSubscription? chosen = null;
        for (var i = 0; i < _members.Count; i++)
        {
            var place = (_next + i) % _members.Count;
            var member = _members[place];
            if (!member.Session.MayRead(message.Packet.Topic))
            {
                continue;
            }

            if (member.Session.Client is not null && member.Session.HasRoom)
            {
                _next = place + 1;
                chosen = member;
                break;
            }

            // Nobody is there: somebody may come back. All are full: one of them says so.
            if (chosen is null || (member.Session.HasRoom && !chosen.Session.HasRoom))
            {
                chosen = member;
            }
        }

        return chosen?.Session.Deliver(Delivery(message, chosen)) ?? DeliveryResult.Away;
    }

    private Delivery Delivery(StoredMessage message, BrokerSubscription member) => new(
        message,
        Math.Min(message.Packet.Qos, member.Qos),
        message.Packet.Retain && member.Request.RetainAsPublished,
        member.Identifier is { } identifier ? [identifier] : [],
        this);
}
