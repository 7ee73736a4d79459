using System.Collections.Concurrent;
using System.Text;
using ClosedLoop.Domain;
using ClosedLoop.Mqtt;

namespace ClosedLoop.Messaging;

/// <summary>The lab over MQTT, as one host's orchestrator hears and commands it.</summary>
public sealed class MqttOrchestratorBus : IOrchestratorBus
{
    // A host that is back within this time has missed nothing that was queued; one that stays away longer is told by the broker to be nobody, so operators hear
    // it at once.
    private static readonly TimeSpan SessionExpiry = TimeSpan.FromSeconds(60);

    private readonly LabTopics _topics;
    private readonly string _host;
    private readonly long _firstEpoch;
    private readonly TimeProvider _time;
    private readonly PresentConnection _connection;
    private readonly ConcurrentDictionary<string, (MqttMessage Message, string Kind)> _shown = [];

    /// <summary>Makes the bus; nothing is opened before <see cref="ListenAsync"/>.</summary>
    /// <param name="connector">The broker.</param>
    /// <param name="lab">The lab's name.</param>
    /// <param name="host">This host's name; unique in the lab.</param>
    /// <param name="firstEpoch">Presence epoch of the first connect, greater than any of this host's earlier lives; each reconnect adds one.</param>
    /// <param name="time">The clock of expiries and time limits.</param>
    /// <exception cref="ArgumentException">A name cannot be a topic level.</exception>
    public MqttOrchestratorBus(IMqttConnector connector, string lab, string host, long firstEpoch, TimeProvider time)
    {
        _topics = new LabTopics(lab);
        (_host, _firstEpoch, _time) = (host, firstEpoch, time);
        var station = new Station(
            $"closedloop-{lab}-orchestrator-{host}",
            _topics.OrchestratorPresence(host),
            $"/{_topics.Root}/orchestrator/{host}",
            CleanStart: true,
            SessionExpiry);
        _connection = new PresentConnection(connector, station, time);
    }

    /// <inheritdoc/>
    public bool IsConnected => _connection.IsConnected;

    /// <inheritdoc/>
    public ValueTask ListenAsync(Func<LabMessage, ValueTask> onMessage, CancellationToken cancellationToken)
    {
        var reader = new LabMessageReader(_topics);
        return _connection.OpenAsync(
            ledgerId: null,
            _firstEpoch,
            _topics.OrchestratorFilters(_host),
            message => reader.Read(message) is { } read ? onMessage(read) : ValueTask.CompletedTask,
            ShowAgainAsync,
            cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<Delivery> SendAsync(string instrument, CommandMessage command, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(command);
        return Expiry.Until(command.StartBy, _time.GetUtcNow()) is { } expiry
            ? OrderAsync(
                _topics.InstrumentCommand(instrument),
                "command",
                LabJson.Write(command with { ReplyTo = _topics.OrchestratorInbox(_host), CorrelationId = Correlation.TextOf(instrument, command.DispatchId) }),
                expiry,
                instrument,
                command.DispatchId,
                cancellationToken)
            : ValueTask.FromResult(Delivery.NotSent);
    }

    /// <inheritdoc/>
    public ValueTask<Delivery> SendAsync(string instrument, ControlMessage control, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(control);
        var addressed = control.DispatchId is { } dispatch
            ? control with { ReplyTo = _topics.OrchestratorInbox(_host), CorrelationId = Correlation.TextOf(instrument, dispatch) }
            : control;
        return OrderAsync(
            _topics.InstrumentControl(instrument),
            "control",
            LabJson.Write(addressed),
            Expiry.Control,
            instrument,
            control.DispatchId,
            cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<Delivery> AskAsync(string planner, PlannerQuestionMessage question, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(question);
        if (Expiry.Until(question.AnswerBy, _time.GetUtcNow()) is not { } expiry)
        {
            return ValueTask.FromResult(Delivery.NotSent);
        }

        var inbox = _topics.OrchestratorProposal(_host);
        var message = new MqttMessage(_topics.PlannerQuestion(planner), LabJson.Write(question with { ReplyTo = inbox }))
        {
            Expiry = expiry,
            ResponseTopic = inbox,
            CorrelationData = Encoding.UTF8.GetBytes(question.CorrelationId ?? ""),
        };
        return _connection.Outbox.SendAsync(message, "question", null, cancellationToken);
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The leaf is not one that a campaign shows.</exception>
    public ValueTask<Delivery> ShowAsync(string campaign, string leaf, ReadOnlyMemory<byte> json, bool retain, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(leaf);
        return PublishAsync(_topics.CampaignLeaf(campaign, leaf), $"campaign.{leaf.Split('/')[0]}", json, retain, cancellationToken);
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The id cannot be a topic level.</exception>
    public ValueTask<Delivery> ShowAsync(string id, RequestMessage? request, CancellationToken cancellationToken) =>
        PublishAsync(_topics.Request(id), "request", request is null ? ReadOnlyMemory<byte>.Empty : LabJson.Write(request), true, cancellationToken);

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The item cannot be a topic level.</exception>
    public ValueTask<Delivery> ShowAsync(string item, StockMessage stock, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(stock);
        return PublishAsync(_topics.Stock(item), "stock", LabJson.Write(stock), true, cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<Delivery> ReplyAsync(ReplyAddress replyTo, ReplyMessage reply, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(replyTo);
        var message = new MqttMessage(replyTo.Topic, LabJson.Write(reply with { CorrelationId = replyTo.CorrelationId })) { CorrelationData = replyTo.Correlation, Expiry = Expiry.Reply };
        return _connection.Outbox.SendAsync(message, "reply", null, cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _connection.DisposeAsync();

    /// <summary>The broker may be another one now, which knows nothing: what stays there is shown again, whether or not anything has changed.</summary>
    private async ValueTask ShowAgainAsync() =>
        await Task.WhenAll(_shown.Values.Select(shown => _connection.Outbox.SendAsync(shown.Message, shown.Kind, null, CancellationToken.None).AsTask()));

    private ValueTask<Delivery> PublishAsync(string topic, string kind, ReadOnlyMemory<byte> json, bool retain, CancellationToken cancellationToken)
    {
        var message = new MqttMessage(topic, json) { Retain = retain };
        if (retain)
        {
            _shown[topic] = (message, kind);
        }

        return _connection.Outbox.SendAsync(message, kind, null, cancellationToken);
    }

    private ValueTask<Delivery> OrderAsync(
        string topic,
        string kind,
        byte[] payload,
        TimeSpan expiry,
        string instrument,
        DispatchId? dispatch,
        CancellationToken cancellationToken)
    {
        var message = new MqttMessage(topic, payload) { Expiry = expiry };
        if (dispatch is not null)
        {
            message = message with { ResponseTopic = _topics.OrchestratorInbox(_host), CorrelationData = Correlation.Of(instrument, dispatch) };
        }

        // A resent command is the same event; every question is one of its own.
        var trace = dispatch is null ? null : Traceparent.Of(dispatch);
        return _connection.Outbox.SendAsync(message, kind, kind == "command" ? dispatch?.ToString() : null, cancellationToken, trace);
    }
}
