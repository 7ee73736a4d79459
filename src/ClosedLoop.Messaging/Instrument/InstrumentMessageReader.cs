using ClosedLoop.Mqtt;

namespace ClosedLoop.Messaging;

/// <summary>Reads what an instrument is asked. Whatever cannot be read becomes <see cref="InstrumentMessage.Malformed"/>; nothing is thrown.</summary>
internal sealed class InstrumentMessageReader(LabTopics topics)
{
    /// <summary>The message. The address of the answer is taken out of the payload: it is no part of what is asked.</summary>
    public InstrumentMessage Read(MqttMessage message)
    {
        var replyTo = Incoming.ReplyTo(message);
        var problem = Incoming.OrderProblem(message);
        if (problem is not null)
        {
            return new InstrumentMessage.Malformed(message.Topic, problem, replyTo);
        }

        if (!topics.TryParse(message.Topic, out var topic))
        {
            return new InstrumentMessage.Malformed(message.Topic, "not a topic of this lab", replyTo);
        }

        return topic.Kind switch
        {
            LabTopicKind.InstrumentCommand when LabJson.TryRead<CommandMessage>(message.Payload, out var command, out problem) =>
                new InstrumentMessage.CommandArrived(
                    command with { ReplyTo = null, CorrelationId = null },
                    Incoming.ReplyTo(message, command.ReplyTo, command.CorrelationId)),
            LabTopicKind.InstrumentControl when LabJson.TryRead<ControlMessage>(message.Payload, out var control, out problem) =>
                new InstrumentMessage.ControlArrived(
                    control with { ReplyTo = null, CorrelationId = null },
                    Incoming.ReplyTo(message, control.ReplyTo, control.CorrelationId)),
            _ => new InstrumentMessage.Malformed(message.Topic, problem ?? "not a topic that an instrument reads", replyTo),
        };
    }
}
