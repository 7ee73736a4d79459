using System.Text;
using ClosedLoop.Domain;
using ClosedLoop.Messaging;
using ClosedLoop.Mqtt;

namespace ClosedLoop.EndToEnd.Tests;

/// <summary>A client at the lab's broker that says what no instrument should.</summary>
internal sealed class Stranger : IAsyncDisposable
{
    private readonly LabTopics _topics = new(BenchFiles.LabName);
    private readonly IMqttConnection _connection;

    public Stranger(int port) => _connection = new MqttTcpConnector(new MqttAddress("127.0.0.1", port), TimeProvider.System)
        .Open(new MqttConnectionOptions { ClientId = "stranger", CleanStart = true, SessionExpiry = TimeSpan.Zero });

    /// <summary>Publishes bytes on the result topic of a dispatch.</summary>
    public Task SayAsync(string instrument, DispatchId topic, string payload) =>
        SayAsync(_topics.DispatchResult(instrument, topic), Encoding.UTF8.GetBytes(payload));

    /// <summary>Publishes a well-formed result on the result topic of its dispatch.</summary>
    public Task SayAsync(string instrument, ResultMessage result) => SayAsync(_topics.DispatchResult(instrument, result.DispatchId), LabJson.Write(result));

    /// <summary>A result as the instrument would write it.</summary>
    public static ResultMessage Result(DispatchId id, string ledger, double height) =>
        new(id, ledger, new Dictionary<string, ParameterValue> { ["height"] = height }, DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddSeconds(1), []);

    public ValueTask DisposeAsync() => _connection.DisposeAsync();

    private async Task SayAsync(string topic, byte[] payload)
    {
        var outcome = _connection.PublishAsync(new MqttMessage(topic, payload), TestContext.Current.CancellationToken).AsTask();
        (await outcome.WaitAsync(Until.Patience, TimeProvider.System)).ShouldBe(MqttPublishOutcome.Accepted);
    }
}
