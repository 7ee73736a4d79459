using System.Globalization;

namespace ClosedLoop.Mqtt.Tests;

/// <summary>Mutations of every valid packet type in every state of a connection; CLOSEDLOOP_MUTATIONS sets how many.</summary>
public sealed class FuzzTests(FuzzEvidence evidence) : IClassFixture<FuzzEvidence>
{
    private const long ShortForm = 300_000;

    private static long Wanted =>
        Environment.GetEnvironmentVariable("CLOSEDLOOP_MUTATIONS") is { Length: > 0 } text ? long.Parse(text, CultureInfo.InvariantCulture) : ShortForm;

    [Fact]
    public async Task Broker_MutatedPacketsInEveryState_EndThatConnectionWithTheRightReasonAndHarmNoOther()
    {
        var tally = await evidence.RunAsync("Broker", Wanted * 9 / 10, async (from, to, counts) =>
        {
            await using var fuzzer = new BrokerFuzzer(evidence.Corpus, FuzzEvidence.Seed, counts);
            await fuzzer.RunAsync(from, to);
        }, part: 50_000, workers: Environment.ProcessorCount);

        tally.Failures.ShouldBeEmpty(string.Join("\n\n", tally.Failures));
        tally.Inputs.ShouldBe(Wanted * 9 / 10);
    }

    [Fact]
    public async Task Client_MutatedPacketsInEveryState_EndThatConnectionWithTheRightReasonAndItConnectsAgain()
    {
        var tally = await evidence.RunAsync("Client", Wanted / 10, async (from, to, counts) =>
        {
            await using var fuzzer = new ClientFuzzer(evidence.Corpus, FuzzEvidence.Seed, counts);
            await fuzzer.RunAsync(from, to);
        }, part: 5_000, workers: 4 * Environment.ProcessorCount);

        tally.Failures.ShouldBeEmpty(string.Join("\n\n", tally.Failures));
        tally.Inputs.ShouldBe(Wanted / 10);
    }
}
