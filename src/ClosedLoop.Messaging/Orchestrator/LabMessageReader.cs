using System.Text;
using ClosedLoop.Domain;
using ClosedLoop.Mqtt;

namespace ClosedLoop.Messaging;

/// <summary>Reads what an orchestrator receives. Whatever cannot be read becomes <see cref="LabMessage.Malformed"/>; nothing is thrown.</summary>
internal sealed class LabMessageReader(LabTopics topics)
{
    private const int KeptBytes = 4096;

    /// <summary>The message, or null for a cleared retained topic.</summary>
    public LabMessage? Read(MqttMessage message)
    {
        if (!topics.TryParse(message.Topic, out var topic))
        {
            return Malformed(message, null, null, "not a topic of this lab");
        }

        return topic.Kind switch
        {
            LabTopicKind.OrchestratorInbox => Answer(message),
            LabTopicKind.OrchestratorControl =>
                Order<HostControlMessage>(
                    message,
                    m => new LabMessage.HostControlArrived(m with { ReplyTo = null, CorrelationId = null }, Incoming.ReplyTo(message, m.ReplyTo, m.CorrelationId)),
                    LabJson.LargestSubmission),
            LabTopicKind.CampaignControl =>
                Order<CampaignControlMessage>(
                    message,
                    m => new LabMessage.CampaignControlArrived(topic.Owner, m with { ReplyTo = null, CorrelationId = null }, Incoming.ReplyTo(message, m.ReplyTo, m.CorrelationId))),
            LabTopicKind.OrchestratorProposal => Proposal(message),
            _ when message.Payload.IsEmpty => null,
            LabTopicKind.InstrumentPresence => Told<PresenceMessage>(
                message,
                topic.Owner,
                m => new LabMessage.PresenceChanged(topic.Owner, m),
                m => m.LedgerId is null ? "`ledgerId` is missing; an instrument shows its ledger" : null),
            LabTopicKind.InstrumentCapabilities => Told<CapabilitiesMessage>(message, topic.Owner, m => new LabMessage.CapabilitiesChanged(topic.Owner, m)),
            LabTopicKind.InstrumentState => Told<StateMessage>(message, topic.Owner, m => new LabMessage.StateChanged(topic.Owner, m)),
            LabTopicKind.DispatchStatus => OfDispatch<StatusMessage>(message, topic, m => m.DispatchId, m => new LabMessage.StatusArrived(topic.Owner, m)),
            LabTopicKind.DispatchResult => OfDispatch<ResultMessage>(message, topic, m => m.DispatchId, m => new LabMessage.ResultArrived(topic.Owner, m)),
            _ => Malformed(message, null, null, "not a topic that an orchestrator reads"),
        };
    }

    private static LabMessage Order<T>(MqttMessage message, Func<T, LabMessage> make, int largest = LabJson.LargestPayload)
        where T : class =>
        Incoming.OrderProblem(message) is { } problem ? Malformed(message, null, null, problem)
        : LabJson.TryRead<T>(message.Payload, out var order, out problem, largest) ? make(order)
        : Malformed(message, null, null, problem);

    private static LabMessage Told<T>(MqttMessage message, string instrument, Func<T, LabMessage> make, Func<T, string?>? rule = null)
        where T : class =>
        LabJson.TryRead<T>(message.Payload, out var told, out var problem) && (problem = rule?.Invoke(told)) is null
            ? make(told)
            : Malformed(message, instrument, null, problem!);

    private static LabMessage OfDispatch<T>(MqttMessage message, LabTopic topic, Func<T, DispatchId> of, Func<T, LabMessage> make)
        where T : class =>
        topic.DispatchId is not { } dispatch ? Malformed(message, topic.Owner, null, "the topic names no dispatch id")
        : !LabJson.TryRead<T>(message.Payload, out var told, out var problem) ? Malformed(message, topic.Owner, dispatch, problem)
        : of(told) != dispatch ? Malformed(message, topic.Owner, dispatch, $"`dispatchId` is {of(told)}, but the topic says {dispatch}")
        : make(told);

    /// <summary>An answer of a client of MQTT 3.1.1 has no correlation data; then its payload says whose it is.</summary>
    private static LabMessage Answer(MqttMessage message)
    {
        var readable = LabJson.TryRead<StatusMessage>(message.Payload, out var status, out var problem);
        var correlation = message.CorrelationData.IsEmpty ? Encoding.UTF8.GetBytes(status?.CorrelationId ?? "") : message.CorrelationData;
        if (!Correlation.TryRead(correlation.Span, out var instrument, out var dispatch))
        {
            return Malformed(message, null, null, message.CorrelationData.IsEmpty && !readable ? problem! : "the correlation data are not those of a request");
        }

        if (!readable)
        {
            return Malformed(message, instrument, dispatch, problem!);
        }

        return status!.DispatchId == dispatch
            ? new LabMessage.StatusArrived(instrument, status with { CorrelationId = null })
            : Malformed(message, instrument, dispatch, $"`dispatchId` is {status.DispatchId}, but the correlation data say {dispatch}");
    }

    /// <summary>A proposal that cannot be read is an answer all the same: whoever asked need not wait any longer.</summary>
    private static LabMessage Proposal(MqttMessage message)
    {
        var readable = LabJson.TryRead<ProposalMessage>(message.Payload, out var proposal, out var problem, LabJson.LargestSubmission);
        var correlation = message.CorrelationData.IsEmpty ? proposal?.CorrelationId : Encoding.UTF8.GetString(message.CorrelationData.Span);
        return !string.IsNullOrEmpty(correlation)
            ? new LabMessage.ProposalArrived(correlation, readable ? proposal! with { CorrelationId = null } : null, problem)
            : Malformed(message, null, null, problem ?? "neither correlation data nor `correlationId` say which question this answers");
    }

    private static LabMessage.Malformed Malformed(MqttMessage message, string? instrument, DispatchId? dispatch, string reason) =>
        new(message.Topic, instrument, dispatch, reason, message.Payload[..Math.Min(message.Payload.Length, KeptBytes)].ToArray(), message.Payload.Length);
}
