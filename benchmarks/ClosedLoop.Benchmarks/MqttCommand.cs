using System.CommandLine;
using ClosedLoop.Mqtt;

namespace ClosedLoop.Benchmarks;

/// <summary><c>mqtt</c>: client and embedded broker beside libmosquitto and mosquitto, all pairs in turn, round by round.</summary>
internal static class MqttCommand
{
    private const string InProcess = "ours ↔ embedded";
    private const string Ours = "ours ↔ mosquitto";
    private const string Peer = "libmosquitto ↔ mosquitto";
    private const string PeerToUs = "libmosquitto ↔ embedded";
    private const int InProcessFactor = 5;
    private static readonly int[] Windows = [1_000, 10_000];

    public static Command Create()
    {
        var rounds = new Option<int>("--rounds") { DefaultValueFactory = _ => 7, Description = "rounds measured" };
        var warmUp = new Option<int>("--warm-up") { DefaultValueFactory = _ => 2, Description = "rounds before, not counted" };
        var messages = new Option<int>("--messages") { DefaultValueFactory = _ => 100_000, Description = "messages of a round; five times as many where client and broker are ours" };
        var trips = new Option<int>("--round-trips") { DefaultValueFactory = _ => 5_000, Description = "requests of a round" };
        var payload = new Option<int>("--payload") { DefaultValueFactory = _ => 128, Description = "bytes" };
        var peer = new Option<FileInfo>("--peer")
        {
            DefaultValueFactory = _ => new FileInfo("benchmarks/mqtt-peer/bin/mqtt-peer"),
            Description = "the program that benchmarks/mqtt-peer/build.sh makes",
        };
        var only = new Option<string?>("--only") { Description = "measure only pairs with this in their name" };
        var output = new Option<FileInfo?>("--out") { Description = "JSON Lines, one for each pair, measure and round" };
        var command = new Command("mqtt", "QoS 1 throughput, round trips and allocations of the MQTT client and broker, beside libmosquitto and mosquitto")
        {
            rounds, warmUp, messages, trips, payload, peer, only, output,
        };
        command.SetAction(async (result, _) =>
        {
            using var lines = new JsonLines(result.GetValue(output));
            await RunAsync(
                new MqttLoad(result.GetValue(messages), result.GetValue(trips), result.GetValue(payload)),
                result.GetValue(rounds),
                result.GetValue(warmUp),
                result.GetValue(peer)!,
                result.GetValue(only) ?? "",
                lines);
        });
        return command;
    }

    private static async Task RunAsync(MqttLoad load, int rounds, int warmUp, FileInfo peer, string only, JsonLines lines)
    {
        await using var embedded = new MqttBroker(new MqttBrokerOptions { Address = new MqttAddress("127.0.0.1", 0), MaximumQueue = InProcessFactor * load.Messages, MaximumQueueBytes = long.MaxValue }, TimeProvider.System);
        await embedded.StartAsync();
        using var mosquitto = MosquittoBroker.Start();
        Console.WriteLine(mosquitto is null ? "mosquitto is not installed: its pairs are skipped." : $"mosquitto with {MosquittoBroker.Configuration}");
        if (!peer.Exists)
        {
            Console.WriteLine($"{peer} does not exist (benchmarks/mqtt-peer/build.sh makes it): libmosquitto is skipped.");
        }

        List<MqttPair> pairs = [new OwnPair(InProcess, embedded.Address, null)];
        if (mosquitto is not null)
        {
            pairs.Add(new OwnPair(Ours, mosquitto.Address, mosquitto.Process));
        }

        if (mosquitto is not null && peer.Exists)
        {
            pairs.Add(new PeerPair(Peer, mosquitto.Address, mosquitto.Process, peer.FullName));
        }

        if (peer.Exists)
        {
            pairs.Add(new PeerPair(PeerToUs, embedded.Address, null, peer.FullName));
        }

        pairs.RemoveAll(pair => !pair.Name.Contains(only, StringComparison.Ordinal));
        var figures = new MqttFigures(lines);
        for (var round = 1 - warmUp; round <= rounds; round++)
        {
            foreach (var pair in pairs)
            {
                await MeasureAsync(pair, load, round, round < 1 ? null : figures);
            }
        }

        figures.Print(pairs, Windows);
    }

    private static async Task MeasureAsync(MqttPair pair, MqttLoad load, int round, MqttFigures? figures)
    {
        var messages = pair.Name == InProcess ? InProcessFactor * load.Messages : load.Messages;
        foreach (var window in Windows)
        {
            var figure = await pair.ThroughputAsync(messages, window, load.Payload);
            figures?.Add(pair, window, round, figure);
        }

        var trips = await pair.RoundTripsAsync(load.Trips, load.Payload);
        figures?.Add(pair, round, trips);
        if (pair is OwnPair own)
        {
            var bytes = await own.PublishBytesAsync(load.Messages, Windows[0], load.Payload);
            figures?.AddPublishBytes(pair, round, bytes);
        }
    }
}
