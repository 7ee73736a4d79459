using ClosedLoop.Messaging;
using ClosedLoop.Mqtt;

namespace ClosedLoop.Conformance;

/// <summary>Something that the instrument said.</summary>
/// <param name="Topic">Where, taken apart.</param>
/// <param name="Message">As received; memory is the kit's own.</param>
/// <param name="Content">The message that was read, or null when it was cleared or cannot be read.</param>
/// <param name="Problem">Why it cannot be read, or null.</param>
internal sealed record Heard(LabTopic Topic, MqttMessage Message, object? Content, string? Problem)
{
    /// <summary>Whether this is the empty message that clears a retained one.</summary>
    public bool IsCleared => Message.Payload.IsEmpty;

    public static Heard Of(LabTopic topic, MqttMessage message)
    {
        var own = message with { Payload = message.Payload.ToArray(), CorrelationData = message.CorrelationData.ToArray() };
        if (own.Payload.IsEmpty)
        {
            return new Heard(topic, own, null, null);
        }

        var (content, problem) = Read(topic.Kind, own.Payload);
        return new Heard(topic, own, content, problem);
    }

    /// <summary>The status of a dispatch, on its topic or as an answer.</summary>
    public StatusMessage? StatusOf(Domain.DispatchId id) => Content is StatusMessage status && status.DispatchId == id ? status : null;

    private static (object?, string?) Read(LabTopicKind kind, ReadOnlyMemory<byte> payload) => kind switch
    {
        LabTopicKind.InstrumentPresence => Read<PresenceMessage>(payload),
        LabTopicKind.InstrumentCapabilities => Read<CapabilitiesMessage>(payload),
        LabTopicKind.InstrumentState => Read<StateMessage>(payload),
        LabTopicKind.DispatchResult => Read<ResultMessage>(payload),
        _ => Read<StatusMessage>(payload),
    };

    private static (object?, string?) Read<T>(ReadOnlyMemory<byte> payload)
        where T : class => LabJson.TryRead<T>(payload, out var content, out var problem) ? (content, null) : (null, problem);
}
