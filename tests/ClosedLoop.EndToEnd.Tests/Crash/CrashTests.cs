using System.Globalization;

namespace ClosedLoop.EndToEnd.Tests;

/// <summary>
/// <c>kill -9</c> at random moments of real campaigns in real processes. CLOSEDLOOP_KILLS sets how many in all (18 when absent, 100 in the long form),
/// CLOSEDLOOP_KILL_SEED shifts the draws.
/// </summary>
[Collection(nameof(OneAtATime))]
public sealed class CrashTests(CrashEvidence evidence) : IClassFixture<CrashEvidence>
{
    private const int ShortForm = 18;

    private static readonly int Wanted = Number("CLOSEDLOOP_KILLS", ShortForm);

    /// <summary>Below this many kills a share of them is no statement.</summary>
    private const int Many = 20;

    [Fact]
    public Task Mosquitto_WithDevicesThatRecover_EveryStepIsDoneOnce() => CheckAsync(BrokerKind.Mosquitto, recover: true, Wanted - Embedded - Mute, 1);

    [Fact]
    public Task EmbeddedBroker_WithDevicesThatRecover_EveryStepIsDoneOnce() => CheckAsync(BrokerKind.Embedded, recover: true, Embedded, 2);

    [Fact]
    public Task Mosquitto_WithDevicesThatCannotSay_QuarantinesAreWhatTheWitnessesImply() => CheckAsync(BrokerKind.Mosquitto, recover: false, Mute, 3);

    private static int Embedded => Math.Max(1, Wanted * 28 / 100);

    private static int Mute => Math.Max(1, Wanted * 30 / 100);

    private async Task CheckAsync(BrokerKind broker, bool recover, int kills, int seed)
    {
        var inShort = Wanted <= ShortForm;
        var settings = new CrashSettings(broker, recover, kills, Number("CLOSEDLOOP_KILL_SEED", 0) + seed)
        {
            Trials = inShort ? 24 : 40,
            KillsPerCampaign = Math.Min(kills, 10),
        };

        var outcome = await new CrashSeries(settings).RunAsync();

        evidence.Add(outcome);
        outcome.Campaigns.SelectMany(campaign => campaign.Broken.Select(promise => $"{campaign.Name}: {promise}")).ShouldBeEmpty();
        outcome.Kills.Count.ShouldBe(kills);
        outcome.HitsOnRunningSteps.ShouldBeGreaterThanOrEqualTo(kills >= Many ? kills * 3 / 10 : 1);
    }

    private static int Number(string variable, int otherwise) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;
}
