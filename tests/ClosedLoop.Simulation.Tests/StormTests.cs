using ClosedLoop.Domain;
using ClosedLoop.Optimization;

namespace ClosedLoop.Simulation.Tests;

public sealed class StormTests
{
    [Fact]
    public void Campaign_InAnyStormWithInstrumentsThatRecover_LosesNothingAndRepeatsNothing() =>
        Seeds.All(Seeds.Plain, seed => Storm.Over(seed, Plain(seed) with { Twins = seed % 4 == 0 }));

    [Fact]
    public void Campaign_InAnyStormWithInstrumentsThatCannotRecover_QuarantinesExactlyWhatCrashesLeftOpen() =>
        Seeds.All(100, seed => Storm.Over(seed, Plain(seed) with { Recoverable = false }));

    [Fact]
    public void Campaign_InAnyStormWithStepsThatFail_RepeatsOnlyWhatLeftItsSampleUntouched() =>
        Seeds.All(60, seed => Storm.Over(seed, Plain(seed) with { Failures = 0.15, FailureSample = (SampleFate)(seed % 3), Recoverable = seed % 5 > 0 }));

    [Fact]
    public void Campaign_SteeredInAnyStorm_EndsAsOrdered() =>
        Seeds.All(60, seed => Storm.Over(seed, Plain(seed) with { Steered = true, Recoverable = seed % 3 > 0 }));

    [Fact]
    public void Campaign_WhoseInstrumentsLoseTheirLedgers_RepeatsNothing() =>
        Seeds.All(60, seed => Storm.Over(seed, Plain(seed) with { LosesLedgers = true, Recoverable = seed % 3 > 0 }));

    [Fact]
    public void TwoCampaigns_InAnyStorm_BothEnd() =>
        Seeds.All(30, seed => Storm.Over(seed, new WorldSettings { Campaigns = [Specs.Asynchronous(6), Specs.Synchronous(6)], Projected = seed % 2 == 0 }));

    [Fact]
    public void TwoCampaigns_WhoseInstrumentsKeepSamples_InAnyStorm_BothEnd() =>
        Seeds.All(30, seed => Storm.Over(seed, new WorldSettings { Campaigns = [Specs.Asynchronous(6), Specs.Synchronous(6)], KeepsSamples = true, Twins = seed % 2 == 0 }));

    [Fact]
    public void Campaign_WithTheBayesianPlannerInAStorm_ProposesTheSameFromItsJournal() =>
        Seeds.All(6, seed => Storm.Over(seed, Plain(seed) with { Planner = () => new BayesianPlanner() }));

    private static WorldSettings Plain(ulong seed) => seed % 2 == 0 ? new WorldSettings() : new WorldSettings { Campaigns = [Specs.Synchronous()] };
}
