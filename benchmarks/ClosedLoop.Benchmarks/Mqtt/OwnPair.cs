using System.Diagnostics;
using ClosedLoop.Mqtt;

namespace ClosedLoop.Benchmarks;

/// <summary>Our client, with two connections in this process.</summary>
internal sealed class OwnPair(string name, MqttAddress address, Process? broker) : MqttPair(name, address, broker)
{
    private int _opened;

    public override async Task<ThroughputFigure> ThroughputAsync(int messages, int window, int payload)
    {
        await using var subscriber = Open(window);
        await using var publisher = Open(window);
        var all = new Countdown(messages);
        var topic = Topic("data");
        await subscriber.SubscribeAsync(topic, MqttQos.AtLeastOnce, all.Count);
        var message = new MqttMessage(topic, new byte[payload]);
        await publisher.PublishAsync(message with { Qos = MqttQos.AtMostOnce, Topic = Topic("connected") });

        var (brokerCpu, cpu, allocated, clock) = (BrokerCpu(), Environment.CpuUsage.TotalTime, GC.GetTotalAllocatedBytes(precise: true), Stopwatch.StartNew());
        await PublishAsync(publisher, message, messages, window);
        await all.Reached;
        var seconds = clock.Elapsed.TotalSeconds;
        return new ThroughputFigure(
            messages / seconds,
            (Environment.CpuUsage.TotalTime - cpu).TotalMicroseconds / messages,
            (BrokerCpu() - brokerCpu) / messages * 1e6,
            (double)(GC.GetTotalAllocatedBytes(precise: true) - allocated) / messages);
    }

    /// <summary>Bytes allocated for a message that is published and reaches nobody: the publisher's share.</summary>
    public async Task<double> PublishBytesAsync(int messages, int window, int payload)
    {
        await using var publisher = Open(window);
        var message = new MqttMessage(Topic("nobody"), new byte[payload]);
        await publisher.PublishAsync(message);
        var allocated = GC.GetTotalAllocatedBytes(precise: true);
        await PublishAsync(publisher, message, messages, window, MqttPublishOutcome.NoMatchingSubscribers);
        return (double)(GC.GetTotalAllocatedBytes(precise: true) - allocated) / messages;
    }

    public override async Task<RoundTripFigure> RoundTripsAsync(int trips, int payload)
    {
        await using var responder = Open(100);
        await using var requester = Open(100);
        var (requests, responses) = (Topic("request"), Topic("response"));
        TaskCompletionSource<MqttMessage> answered = new();
        await responder.SubscribeAsync(requests, MqttQos.AtLeastOnce, request =>
        {
            // Handed over, not waited for: the next request must not wait for this acknowledgement.
            _ = responder.PublishAsync(new MqttMessage(request.ResponseTopic!, request.Payload) { CorrelationData = request.CorrelationData }).AsTask();
            return ValueTask.CompletedTask;
        });
        await requester.SubscribeAsync(responses, MqttQos.AtLeastOnce, response =>
        {
            answered.SetResult(response);
            return ValueTask.CompletedTask;
        });

        var content = new byte[payload];
        var times = new List<double>(trips);
        for (var i = -trips / 10; i < trips; i++)
        {
            answered = new TaskCompletionSource<MqttMessage>();
            var request = new MqttMessage(requests, content) { ResponseTopic = responses, CorrelationData = BitConverter.GetBytes(i) };
            var began = Stopwatch.GetTimestamp();
            var acknowledged = requester.PublishAsync(request);
            var response = await answered.Task;
            var took = Stopwatch.GetElapsedTime(began);
            await acknowledged;
            if (BitConverter.ToInt32(response.CorrelationData.Span) != i)
            {
                throw new InvalidOperationException("The response to another request.");
            }

            if (i >= 0)
            {
                times.Add(took.TotalMicroseconds);
            }
        }

        return new RoundTripFigure(Quartiles.At(times, 0.5), Quartiles.At(times, 0.99));
    }

    /// <summary>Keeps a window of unacknowledged messages open: the oldest is awaited before one more is sent.</summary>
    private static async Task PublishAsync(
        MqttTcpConnection publisher, MqttMessage message, int messages, int window, MqttPublishOutcome expected = MqttPublishOutcome.Accepted)
    {
        var inFlight = new ValueTask<MqttPublishOutcome>[window];
        for (var i = 0; i < messages + window; i++)
        {
            if (i >= window && await inFlight[i % window] is var outcome && outcome != expected)
            {
                throw new InvalidOperationException($"Message {i - window}: {outcome}.");
            }

            // Each is awaited once, when its place in the window is needed again.
#pragma warning disable CA2012
            inFlight[i % window] = i < messages ? publisher.PublishAsync(message) : new ValueTask<MqttPublishOutcome>(expected);
#pragma warning restore CA2012
        }
    }

    private MqttTcpConnection Open(int window) =>
        new MqttTcpConnector(Address, TimeProvider.System, new MqttTcpConnectorOptions { ReceiveMaximum = (ushort)window })
            .Open(new MqttConnectionOptions { ClientId = $"bench-{Environment.ProcessId}-{_opened++}", CleanStart = true, SessionExpiry = TimeSpan.Zero });

    private string Topic(string kind) => $"bench/{Environment.ProcessId}-{_opened}/{kind}";
}
