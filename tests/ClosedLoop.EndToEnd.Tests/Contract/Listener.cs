using System.Collections.Concurrent;
using ClosedLoop.Mqtt;

namespace ClosedLoop.EndToEnd.Tests;

/// <summary>A client that keeps everything it hears.</summary>
internal sealed class Listener : IAsyncDisposable
{
    private readonly ConcurrentQueue<MqttMessage> _heard = new();
    private readonly IMqttConnection _connection;

    private Listener(IMqttConnection connection) => _connection = connection;

    /// <summary>What it has heard so far, in order.</summary>
    public IReadOnlyList<MqttMessage> Heard => [.. _heard];

    /// <summary>Listens; returns when the subscription is in place.</summary>
    public static async Task<Listener> StartAsync(int port, string name, string filter)
    {
        var connector = new MqttTcpConnector(new MqttAddress("127.0.0.1", port), TimeProvider.System);
        var listener = new Listener(connector.Open(new MqttConnectionOptions { ClientId = name, CleanStart = true, SessionExpiry = TimeSpan.Zero }));
        await listener._connection.SubscribeAsync(filter, MqttQos.AtLeastOnce, listener.TakeAsync, TestContext.Current.CancellationToken);
        return listener;
    }

    public ValueTask DisposeAsync() => _connection.DisposeAsync();

    private ValueTask TakeAsync(MqttMessage message)
    {
        _heard.Enqueue(message with { Payload = message.Payload.ToArray(), CorrelationData = message.CorrelationData.ToArray() });
        return ValueTask.CompletedTask;
    }
}
