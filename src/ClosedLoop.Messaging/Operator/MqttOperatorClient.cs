using System.Collections.Concurrent;
using System.Text;
using ClosedLoop.Mqtt;

namespace ClosedLoop.Messaging;

/// <summary>An operator's side of the lab over MQTT: asks a host or a campaign, and waits for the answer.</summary>
public sealed class MqttOperatorClient : IAsyncDisposable
{
    private readonly LabTopics _topics;
    private readonly string _inbox;
    private readonly TimeProvider _time;
    private readonly IMqttConnection _connection;
    private readonly Outbox _outbox;
    private readonly ConcurrentDictionary<string, TaskCompletionSource<OperatorAnswer>> _open = new();
    private readonly Lock _subscribing = new();
    private Task? _subscribed;
    private long _asked;

    /// <summary>Opens a connection to the broker.</summary>
    /// <param name="connector">The broker.</param>
    /// <param name="lab">The lab's name.</param>
    /// <param name="operatorId">Unique among all operators' clients, and new in every life; the answers of one are nobody else's.</param>
    /// <param name="time">The clock of the time limits.</param>
    /// <exception cref="ArgumentException">A name cannot be a topic level.</exception>
    public MqttOperatorClient(IMqttConnector connector, string lab, string operatorId, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(connector);
        _topics = new LabTopics(lab);
        _inbox = _topics.OperatorInbox(operatorId);
        _time = time;
        _connection = connector.Open(
            new MqttConnectionOptions { ClientId = $"closedloop-{lab}-operator-{operatorId}", CleanStart = true, SessionExpiry = TimeSpan.Zero });
        _outbox = new Outbox(_connection, $"/{_topics.Root}/operator/{operatorId}", operatorId, time);
    }

    /// <summary>Asks a host.</summary>
    /// <param name="host">Its name.</param>
    /// <param name="control">What is asked.</param>
    /// <param name="timeout">How long to wait, for the broker and for the answer together.</param>
    /// <param name="cancellationToken">Ends the waiting with an exception.</param>
    public Task<OperatorAnswer> AskHostAsync(string host, HostControlMessage control, TimeSpan timeout, CancellationToken cancellationToken = default) =>
        AskAsync(
            _topics.OrchestratorControl(host),
            correlation => LabJson.Write(control with { ReplyTo = _inbox, CorrelationId = correlation }),
            timeout,
            cancellationToken);

    /// <summary>Asks whichever host runs a campaign.</summary>
    /// <param name="campaign">The campaign's name.</param>
    /// <param name="control">What is asked.</param>
    /// <param name="timeout">How long to wait, for the broker and for the answer together.</param>
    /// <param name="cancellationToken">Ends the waiting with an exception.</param>
    public Task<OperatorAnswer> AskCampaignAsync(
        string campaign,
        CampaignControlMessage control,
        TimeSpan timeout,
        CancellationToken cancellationToken = default) =>
        AskAsync(
            _topics.CampaignControl(campaign),
            correlation => LabJson.Write(control with { ReplyTo = _inbox, CorrelationId = correlation }),
            timeout,
            cancellationToken);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _connection.DisposeAsync();

    private async Task<OperatorAnswer> AskAsync(string topic, Func<string, byte[]> payload, TimeSpan timeout, CancellationToken cancellationToken)
    {
        // A request that nobody waits for any more is not worth delivering.
        var now = _time.GetUtcNow();
        var expiry = Expiry.Until(now + timeout, now) ?? throw new ArgumentOutOfRangeException(nameof(timeout), timeout, "Must be positive");
        var correlation = $"{Interlocked.Increment(ref _asked)}";
        var answer = _open[correlation] = new(TaskCreationOptions.RunContinuationsAsynchronously);
        using var limit = new CancellationTokenSource(timeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        OperatorAnswer otherwise = new OperatorAnswer.NotSent();
        try
        {
            await Subscribed().WaitAsync(either.Token);
            var message = new MqttMessage(topic, payload(correlation))
            {
                Expiry = expiry,
                ResponseTopic = _inbox,
                CorrelationData = Encoding.UTF8.GetBytes(correlation),
            };
            switch (await _outbox.SendAsync(message, "control", null, either.Token))
            {
                case Delivery.NobodyListens:
                    return new OperatorAnswer.NobodyListens();
                case Delivery.NotSent:
                    return new OperatorAnswer.NotSent();
            }

            otherwise = new OperatorAnswer.NoAnswer();
            return await answer.Task.WaitAsync(either.Token);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return otherwise;
        }
        finally
        {
            _open.TryRemove(correlation, out _);
        }
    }

    /// <summary>The one subscription to the inbox, begun by the first question; a failed one is begun again by the next.</summary>
    private Task Subscribed()
    {
        lock (_subscribing)
        {
            if (_subscribed is null or { IsFaulted: true } or { IsCanceled: true })
            {
                _subscribed = _connection.SubscribeAsync(_inbox, MqttQos.AtLeastOnce, OnAnswerAsync, CancellationToken.None).AsTask();
            }

            return _subscribed;
        }
    }

    private ValueTask OnAnswerAsync(MqttMessage message)
    {
        // An answer to a question that nobody asks any more has no reader.
        if (_open.TryRemove(Encoding.UTF8.GetString(message.CorrelationData.Span), out var open))
        {
            open.TrySetResult(LabJson.TryRead<ReplyMessage>(message.Payload, out var reply, out var problem)
                ? new OperatorAnswer.Replied(reply with { CorrelationId = null })
                : new OperatorAnswer.Unreadable(problem));
        }

        return ValueTask.CompletedTask;
    }
}
