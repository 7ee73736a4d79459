using System.Collections.Concurrent;
using System.Globalization;

namespace ClosedLoop.Mqtt.Tests;

/// <summary>
/// kill -9 of a mosquitto with persistence. It acknowledges a publish before it saves it, whatever its settings, so no acknowledged message is lost only because
/// the client sends again what may not have been saved.
/// </summary>
public sealed class MosquittoKillTests(MosquittoKillEvidence evidence) : IClassFixture<MosquittoKillEvidence>
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static int Kills => Environment.GetEnvironmentVariable("CLOSEDLOOP_KILLS") is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : 2;

    [Theory]
    [InlineData("autosave_interval 1")]
    [InlineData("autosave_interval 1\nautosave_on_changes true")]
    public async Task Mosquitto_KilledWhileMessagesFlow_LosesNothingThatWasAcknowledged(string saving)
    {
        var outcome = await RunAsync(saving, savesWithin: TimeSpan.FromSeconds(5));
        evidence.Add(saving, "5 s", outcome);
        outcome.Lost.ShouldBe(0);
        outcome.Acknowledged.ShouldBeGreaterThan(200 * Kills);
    }

    [Fact]
    public async Task Mosquitto_KilledWhileMessagesFlow_AloneLosesWhatItAcknowledgedLast()
    {
        // Only measured: how much is lost is chance, and it may be nothing.
        const string saving = "autosave_interval 1";
        var outcome = await RunAsync(saving, savesWithin: TimeSpan.Zero);
        evidence.Add(saving, "off", outcome);
        outcome.Acknowledged.ShouldBeGreaterThan(200 * Kills);
    }

    private static async Task<(int Kills, int Acknowledged, int Lost, int Duplicates)> RunAsync(string saving, TimeSpan savesWithin)
    {
        var folder = Directory.CreateTempSubdirectory("mosquitto-data-");
        var settings = $"allow_anonymous true\npersistence true\npersistence_location {folder.FullName}/\nmax_queued_messages 0\n{saving}";
        var broker = await MosquittoProcess.StartBrokerAsync(settings: settings);
        try
        {
            var (seen, arrivals) = (new ConcurrentDictionary<int, bool>(), 0);
            var options = new MqttConnectionOptions { ClientId = "subscriber", SessionExpiry = TimeSpan.FromHours(1) };
            // Away while it happens, so that the broker alone has the messages.
            var absent = Connect.To(broker.Address, options);
            await absent.SubscribeAsync("data", MqttQos.AtLeastOnce, _ => default, Token).Soon();
            await absent.DisposeAsync();
            await SavedAsync(folder);
            var acknowledged = new ConcurrentDictionary<int, bool>();
            await using (var publisher = Connect.To(broker.Address, options with { ClientId = "publisher" }, how: new MqttTcpConnectorOptions { BrokerSavesWithin = savesWithin }))
            {
                var number = 0;
                for (var kill = 0; kill < Kills; kill++)
                {
                    number = await PublishUntilAsync(publisher, acknowledged, number, (kill + 1) * 300);
                    var port = broker.Address.Port;
                    await broker.DisposeAsync();
                    broker = await MosquittoProcess.StartBrokerAsync(port, settings);
                }

                await PublishUntilAsync(publisher, acknowledged, number, acknowledged.Count + 50);
                // A marker behind everything, also behind what is sent again; without repetition something may never come.
                await publisher.PublishAsync(Text.Message("data", "-1"), Token).AsTask().WaitAsync(Patience, Token);
            }

            await using var subscriber = Connect.To(broker.Address, options);
            await subscriber.SubscribeAsync("data", MqttQos.AtLeastOnce, Take, Token).Soon();
            await Until.TrueAsync(() => seen.ContainsKey(-1));

            var lost = acknowledged.Keys.Count(sent => !seen.ContainsKey(sent));
            return (Kills, acknowledged.Count, lost, arrivals - seen.Count);

            ValueTask Take(MqttMessage message)
            {
                arrivals++;
                seen[int.Parse(message.Content(), CultureInfo.InvariantCulture)] = true;
                return default;
            }
        }
        finally
        {
            await broker.DisposeAsync();
            folder.Delete(recursive: true);
        }
    }

    /// <summary>Keeps a hundred messages under way until enough are acknowledged; the rest goes on by itself.</summary>
    private static async Task<int> PublishUntilAsync(MqttTcpConnection publisher, ConcurrentDictionary<int, bool> acknowledged, int number, int enough)
    {
        // Not disposed: what is under way when it returns still gives its place back.
        var room = new SemaphoreSlim(100);
        while (acknowledged.Count < enough)
        {
            await room.WaitAsync(Patience, Token);
            var mine = number++;
            _ = PublishAsync(mine);
        }

        return number;

        async Task PublishAsync(int mine)
        {
            (await publisher.PublishAsync(Text.Message("data", $"{mine}"), Token)).ShouldBe(MqttPublishOutcome.Accepted);
            acknowledged[mine] = true;
            room.Release();
        }
    }

    /// <summary>The subscription has to be in the file before the first kill; that much is up to whoever sets a lab up.</summary>
    private static Task SavedAsync(DirectoryInfo folder) => Until.TrueAsync(() =>
        folder.GetFiles("mosquitto.db") is [var file] && File.ReadAllBytes(file.FullName).AsSpan().IndexOf("subscriber"u8) >= 0);
}
