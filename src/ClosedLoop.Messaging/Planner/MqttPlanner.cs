using System.Threading.Channels;
using ClosedLoop.Mqtt;

namespace ClosedLoop.Messaging;

/// <summary>An external planner's side of the lab over MQTT: hears the questions of hosts and answers one after the other.</summary>
public sealed class MqttPlanner : IAsyncDisposable
{
    // More hosts than any lab has; who waits longer than this many answers has given up.
    private const int MostWaiting = 1000;

    private readonly LabTopics _topics;
    private readonly string _planner;
    private readonly TimeProvider _time;
    private readonly IMqttConnection _connection;
    private readonly Outbox _outbox;

    /// <summary>Opens a connection to the broker.</summary>
    /// <param name="connector">The broker.</param>
    /// <param name="lab">The lab's name.</param>
    /// <param name="planner">The planner's name, as campaign files say it; unique in the lab.</param>
    /// <param name="time">The clock of what is due.</param>
    /// <exception cref="ArgumentException">A name cannot be a topic level.</exception>
    public MqttPlanner(IMqttConnector connector, string lab, string planner, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(connector);
        ArgumentNullException.ThrowIfNull(time);
        _topics = new LabTopics(lab);
        (_planner, _time) = (planner, time);
        _ = _topics.PlannerQuestion(planner);
        _connection = connector.Open(
            new MqttConnectionOptions { ClientId = $"closedloop-{lab}-planner-{planner}", CleanStart = true, SessionExpiry = TimeSpan.Zero });
        _outbox = new Outbox(_connection, $"/{_topics.Root}/planner/{planner}", $"{time.GetUtcNow().ToUnixTimeMilliseconds()}", time);
    }

    /// <summary>Answers until cancelled.</summary>
    /// <param name="think">Makes the answer.</param>
    /// <param name="listening">Told once questions are heard.</param>
    /// <param name="cancellationToken">Ends it with an exception.</param>
    public async Task AnswerAsync(Func<PlannerQuestionMessage, ProposalMessage> think, Action listening, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(think);
        ArgumentNullException.ThrowIfNull(listening);
        var questions = Channel.CreateBounded<Asked>(new BoundedChannelOptions(MostWaiting) { FullMode = BoundedChannelFullMode.DropOldest });
        await _connection.SubscribeAsync(
            _topics.PlannerQuestion(_planner),
            MqttQos.AtLeastOnce,
            message => Hear(message) is { } asked ? questions.Writer.WriteAsync(asked, cancellationToken) : ValueTask.CompletedTask,
            cancellationToken);
        listening();
        while (await questions.Reader.WaitToReadAsync(cancellationToken))
        {
            while (questions.Reader.TryRead(out var asked))
            {
                if (asked.Question is null)
                {
                    await ReplyAsync(asked.ReplyTo, new ProposalMessage { Error = new PlannerError(asked.Problem!) }, cancellationToken);
                }
                else if (asked.Question.AnswerBy > _time.GetUtcNow())
                {
                    await ReplyAsync(asked.ReplyTo, think(asked.Question), cancellationToken);
                }
            }
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _connection.DisposeAsync();

    // A question without an address has nobody to answer.
    private static Asked? Hear(MqttMessage message)
    {
        var isRead = LabJson.TryRead<PlannerQuestionMessage>(message.Payload, out var question, out var problem, LabJson.LargestQuestion);
        problem = Incoming.OrderProblem(message) ?? problem;
        return Incoming.ReplyTo(message, question?.ReplyTo, question?.CorrelationId) is { } replyTo
            ? new Asked(replyTo, isRead && problem is null ? question : null, problem)
            : null;
    }

    private ValueTask<Delivery> ReplyAsync(ReplyAddress replyTo, ProposalMessage proposal, CancellationToken cancellationToken)
    {
        var message = new MqttMessage(replyTo.Topic, LabJson.Write(proposal with { CorrelationId = replyTo.CorrelationId }))
        {
            CorrelationData = replyTo.Correlation,
            Expiry = Expiry.Reply,
        };
        return _outbox.SendAsync(message, "proposal", null, cancellationToken);
    }

    private sealed record Asked(ReplyAddress ReplyTo, PlannerQuestionMessage? Question, string? Problem);
}
