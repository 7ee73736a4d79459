namespace ClosedLoop.Mqtt;

/// <summary>One topic filter of this connection and everyone who wants its messages.</summary>
internal sealed class LocalSubscription(MqttSubscription wanted, uint identifier)
{
    public const uint LargestIdentifier = 268_435_455;
    private readonly string _topics = TopicFilter.Unshared(wanted.Filter);

    /// <summary>As the broker is asked for it: the options of the first handler, and the highest quality of service that any of them wants.</summary>
    public MqttSubscription Wanted { get; private set; } = wanted;

    public string Filter => Wanted.Filter;

    public uint Identifier { get; } = identifier;

    /// <summary>Whether the broker's present session holds it.</summary>
    public bool Granted { get; set; }

    public List<SubscriptionHandler> Handlers { get; } = [];

    /// <summary>Derived from the filter (FNV-1a), so that a restarted program gives the identifiers that its resumed session already carries.</summary>
    public static uint IdentifierOf(string filter)
    {
        var hash = 2_166_136_261u;
        foreach (var c in filter)
        {
            hash = (hash ^ c) * 16_777_619u;
        }

        return (hash % LargestIdentifier) + 1;
    }

    public bool Matches(string topic) => TopicFilter.Matches(_topics, topic);

    /// <summary>One more handler; throws <see cref="ArgumentException"/> if it wants what the others do not.</summary>
    public void Join(MqttSubscription also)
    {
        if (also with { Qos = Wanted.Qos } != Wanted)
        {
            throw new ArgumentException($"'{Filter}' is subscribed to with other options already; a filter has one set of them.");
        }

        Wanted = also.Qos > Wanted.Qos ? also : Wanted;
    }
}
