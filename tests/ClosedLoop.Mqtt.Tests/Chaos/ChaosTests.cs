namespace ClosedLoop.Mqtt.Tests;

/// <summary>Nothing is lost and nothing overtaken on lines that cut, delay and split.</summary>
public sealed class ChaosTests(ChaosEvidence evidence) : IClassFixture<ChaosEvidence>
{
    private const int CutsPerSide = 20;

    private const int Messages = 40_000;

    [Fact]
    public async Task EmbeddedBroker_OverCutDelayedAndSplitLines_LosesNothingAndKeepsTheOrder()
    {
        await using var broker = await TestBroker.StartAsync();
        await CheckAsync("embedded broker", broker.Address);
    }

    [Fact]
    public async Task Mosquitto_OverCutDelayedAndSplitLines_LosesNothingAndKeepsTheOrder()
    {
        // By default it drops what exceeds 1,000 waiting messages, also acknowledged ones: that is a setting, not a loss on the line.
        await using var broker = await MosquittoProcess.StartBrokerAsync(settings: "allow_anonymous true\nmax_queued_messages 0");
        await CheckAsync("mosquitto", broker.Address);
    }

    private async Task CheckAsync(string name, MqttAddress broker)
    {
        var run = new ChaosRun(broker, Messages, CutsPerSide);
        await run.RunAsync();
        evidence.Add(name, Messages, run);
        (run.Lost, run.OutOfOrder).ShouldBe((0, 0));
        run.Cuts.ShouldBeGreaterThanOrEqualTo(30);
        run.Pieces.ShouldBeGreaterThan(1_000);
        run.Delays.ShouldBeGreaterThan(0);
    }
}
