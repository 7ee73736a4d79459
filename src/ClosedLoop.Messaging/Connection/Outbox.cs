using ClosedLoop.Mqtt;

namespace ClosedLoop.Messaging;

/// <summary>
/// Publishes with a time limit, says what became of it, and marks each message with CloudEvents attributes (binary mode of the MQTT binding).
/// </summary>
/// <param name="connection">Where to.</param>
/// <param name="source">Who speaks: the CloudEvents <c>source</c>.</param>
/// <param name="life">Makes event ids unique across the lives of the source.</param>
/// <param name="time">The clock.</param>
internal sealed class Outbox(IMqttConnection connection, string source, string life, TimeProvider time)
{
    /// <summary>How long a message may wait for the broker.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private const string Json = "application/json";
    private long _count;

    /// <summary>Publishes one message of the contract.</summary>
    /// <param name="message">Topic, payload and delivery properties.</param>
    /// <param name="kind">The kind of message: the CloudEvents <c>type</c> is <c>closedloop.{kind}.v1</c>.</param>
    /// <param name="eventId">The CloudEvents <c>id</c>, or null for the next of this life.</param>
    /// <param name="cancellationToken">Ends the waiting with an exception.</param>
    /// <param name="trace">The <c>traceparent</c>, or null for that of the activity that is going on.</param>
    public ValueTask<Delivery> SendAsync(MqttMessage message, string kind, string? eventId, CancellationToken cancellationToken, string? trace = null)
    {
        var properties = new List<KeyValuePair<string, string>>(7)
        {
            new("specversion", "1.0"),
            new("id", eventId ?? $"{life}-{Interlocked.Increment(ref _count)}"),
            new("source", source),
            new("type", $"closedloop.{kind}.v1"),
            new("time", time.GetUtcNow().UtcDateTime.ToString("O")),
            new("datacontenttype", Json),
        };
        if ((trace ?? Traceparent.Current()) is { } traceparent)
        {
            properties.Add(new(Traceparent.Name, traceparent));
        }

        return PublishAsync(message with { ContentType = Json, UserProperties = properties }, cancellationToken);
    }

    /// <summary>Publishes as it is.</summary>
    public async ValueTask<Delivery> PublishAsync(MqttMessage message, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            return await connection.PublishAsync(message, either.Token) switch
            {
                MqttPublishOutcome.Accepted => Delivery.Sent,

                // What is retained has reached its place, whether or not somebody looks at it now.
                MqttPublishOutcome.NoMatchingSubscribers => message.Retain ? Delivery.Sent : Delivery.NobodyListens,
                _ => Delivery.NotSent,
            };
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return Delivery.NotSent;
        }
        catch (MqttProtocolException)
        {
            // Larger than the broker accepts.
            return Delivery.NotSent;
        }
        catch (ObjectDisposedException)
        {
            // Closed while it waited.
            return Delivery.NotSent;
        }
    }
}
