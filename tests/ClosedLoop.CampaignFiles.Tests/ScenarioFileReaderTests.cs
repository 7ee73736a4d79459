using ClosedLoop.Domain;

namespace ClosedLoop.CampaignFiles.Tests;

public sealed class ScenarioFileReaderTests
{
    /// <summary>Every kind, and every key of each.</summary>
    public const string EveryKey = """
        scenario: everything
        about: all that can go wrong
        faults:
          - {kind: hang, target: furnace-1, after: 5 steps, length: 30 min}
          - {kind: reject, target: annealing, probability: 0.02, for: 10 min, times: 3}
          - {kind: error, at: 2 h, sample: altered}
          - {kind: slow, at: 0, factor: 3}
          - {kind: drift, output: roughness, per_hour: 0.5}
          - {kind: bias, add: -2, multiply: 1.1}
          - {kind: nan, output: roughness}
          - {kind: outlier, by: 100}
          - {kind: stuck}
          - {kind: restart, target: host, at: 1 h, every: 2 h, down: 30 s}
          - {kind: power-cut}
          - {kind: lose-ledger}
          - {kind: broker-restart, forgets: true}
          - {kind: partition, for: 2 min}
          - {kind: stock-empty, after: 2 steps}
          - {kind: nobody-answers, at: 1 h, for: 2 h}
          - {kind: clock-jump, target: host, by: -1 h}
          - {kind: drop, probability: 0.1}
          - {kind: duplicate}
          - {kind: delay, by: 2 s}
          - {kind: reorder, by: 500 ms}
          - {kind: late-will, by: 3 s}
          - {kind: disk-full, target: host, for: 1 min}
          - {kind: disk-slow, by: 200 ms}
          - {kind: disk-torn}
        expect: {ends: waits-for-person, quarantined: {least: 1, most: 2}, measured: {least: 0.5}, alarm: true, quiet: false}
        """;

    [Fact]
    public void Read_EveryKey_TakesThemAll()
    {
        var read = ScenarioFileReader.Read(EveryKey, "everything.yaml");

        read.Errors.ShouldBeEmpty();
        var scenario = read.Scenario!;
        scenario.Faults.Select(fault => fault.Kind).ShouldBe(ScenarioFileReader.Kinds);
        scenario.Faults[0].ShouldBe(new Fault.Hang(TimeSpan.FromMinutes(30))
        {
            Target = new FaultTarget("furnace-1"),
            Trigger = new FaultTrigger { AfterSteps = 5 },
        });
        scenario.Faults[1].Trigger.ShouldBe(new FaultTrigger { Probability = 0.02, For = TimeSpan.FromMinutes(10), Times = 3 });
        scenario.Faults[9].ShouldBe(new Fault.Restart(TimeSpan.FromSeconds(30))
        {
            Target = FaultTarget.Host,
            Trigger = new FaultTrigger { At = TimeSpan.FromHours(1), Every = TimeSpan.FromHours(2) },
        });
        ((Fault.ClockJump)scenario.Faults[16]).By.ShouldBe(TimeSpan.FromHours(-1));
        scenario.Expect.ShouldBe(new Expectation
        {
            Ends = ExpectedEnd.WaitsForPerson,
            LeastQuarantined = 1,
            MostQuarantined = 2,
            LeastMeasured = 0.5,
            Alarm = true,
        });
    }

    [Fact]
    public void ScenariosPage_Example_IsSound()
    {
        var page = File.ReadAllText(Checkout.PathOf("docs", "scenarios.md"));
        var start = page.IndexOf("```yaml\n", StringComparison.Ordinal) + "```yaml\n".Length;

        ScenarioFileReader.Read(page[start..page.IndexOf("```", start, StringComparison.Ordinal)], "page.yaml").Errors.ShouldBeEmpty();
        ScenarioFileReader.Kinds.ShouldAllBe(kind => page.Contains($"`{kind}`", StringComparison.Ordinal));
    }

    [Fact]
    public void MostTimes_SaidNowhere_IsOnceForWhatStrikesAndWithoutLimitForWhatLasts()
    {
        var read = ScenarioFileReader.Read(EveryKey, "everything.yaml").Scenario!;

        read.Faults[0].MostTimes.ShouldBe(1);
        read.Faults[4].MostTimes.ShouldBe(int.MaxValue);
        read.Faults[9].MostTimes.ShouldBe(int.MaxValue);
    }

    [Fact]
    public void Target_Matches_AnIdACapabilityOrAny()
    {
        new FaultTarget("furnace-1").Matches("furnace-1", ["annealing"]).ShouldBeTrue();
        new FaultTarget("annealing").Matches("furnace-1", ["annealing"]).ShouldBeTrue();
        FaultTarget.Any.Matches("furnace-1", []).ShouldBeTrue();
        FaultTarget.Host.Matches("furnace-1", ["host"]).ShouldBeFalse();
        new FaultTarget("mixing").Matches("furnace-1", ["annealing"]).ShouldBeFalse();
    }
}
