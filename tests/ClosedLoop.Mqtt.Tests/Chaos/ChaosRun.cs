using System.Globalization;

namespace ClosedLoop.Mqtt.Tests;

/// <summary>
/// One publisher and one subscriber, each behind a proxy of its own that cuts, delays and splits, and a broker between them. Each message says its topic's
/// number of it, so that the subscriber knows what is lost, doubled or overtaken.
/// </summary>
internal sealed class ChaosRun(MqttAddress broker, int messages, int cuts)
{
    private const int Topics = 8;
    private const int AtOnce = 1_000;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);
    private readonly List<int>[] _firsts = [.. Enumerable.Range(0, Topics).Select(_ => new List<int>())];
    private readonly HashSet<(int Topic, int Number)> _seen = [];
    private readonly TaskCompletionSource _complete = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public int Duplicates { get; private set; }

    public int Lost => messages - _seen.Count;

    /// <summary>Topics on which a message arrived first after a later one had.</summary>
    public int OutOfOrder => _firsts.Count(firsts => firsts.Zip(firsts.Skip(1)).Any(pair => pair.First > pair.Second));

    public int Cuts { get; private set; }

    public int Pieces { get; private set; }

    public int Delays { get; private set; }

    public TimeSpan Took { get; private set; }

    public async Task RunAsync()
    {
        var began = TimeProvider.System.GetTimestamp();
        var chance = new Random(1);
        // A message is some 40 bytes on its way and its acknowledgement 4; the cuts are spread over the whole.
        var between = messages * 44 / cuts;
        await using var near = new CuttingProxy(broker, Enumerable.Range(0, cuts).Select(_ => 200 + chance.Next(between)).ToList()) { Chaos = 2 };
        await using var far = new CuttingProxy(broker, Enumerable.Range(0, cuts).Select(_ => 200 + chance.Next(between)).ToList()) { Chaos = 3 };
        await using var subscriber = Connect.To(far.Address, new MqttConnectionOptions { ClientId = "subscriber" });
        await using var publisher = Connect.To(near.Address, new MqttConnectionOptions { ClientId = "publisher" });
        await subscriber.SubscribeAsync("chaos/+", MqttQos.AtLeastOnce, Take, TestContext.Current.CancellationToken).Soon();
        await PublishAsync(publisher);
        await _complete.Task.WaitAsync(Patience);
        Cuts = near.Cuts + far.Cuts;
        (Pieces, Delays) = (near.Disturbed.Pieces + far.Disturbed.Pieces, near.Disturbed.Delays + far.Disturbed.Delays);
        Took = TimeProvider.System.GetElapsedTime(began);
    }

    private async Task PublishAsync(MqttTcpConnection publisher)
    {
        using var room = new SemaphoreSlim(AtOnce);
        var publishing = new List<Task>(messages);
        for (var i = 0; i < messages; i++)
        {
            await room.WaitAsync(Patience, TestContext.Current.CancellationToken);
            publishing.Add(PublishAsync(publisher, Text.Message($"chaos/{i % Topics}", $"{i / Topics:D8}"), room));
        }

        await Task.WhenAll(publishing).WaitAsync(Patience, TestContext.Current.CancellationToken);
    }

    private static async Task PublishAsync(MqttTcpConnection publisher, MqttMessage message, SemaphoreSlim room)
    {
        (await publisher.PublishAsync(message)).ShouldBe(MqttPublishOutcome.Accepted);
        room.Release();
    }

    private ValueTask Take(MqttMessage message)
    {
        var topic = message.Topic[^1] - '0';
        var number = int.Parse(message.Content(), CultureInfo.InvariantCulture);
        if (_seen.Add((topic, number)))
        {
            _firsts[topic].Add(number);
        }
        else
        {
            Duplicates++;
        }

        if (_seen.Count == messages)
        {
            _complete.TrySetResult();
        }

        return default;
    }
}
