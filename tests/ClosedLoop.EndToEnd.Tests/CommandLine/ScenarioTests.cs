using ClosedLoop.Campaigns;
using ClosedLoop.Simulators;
using ClosedLoop.Storage;

namespace ClosedLoop.EndToEnd.Tests;

/// <summary><c>closedloop run --scenario</c>: a real process, broker, disk and clock, broken on purpose.</summary>
[Collection(nameof(OneAtATime))]
public sealed class ScenarioTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("{kind: restart, after: 3 steps, down: 100 ms, times: 2}", "restart at bench-1")]
    [InlineData("{kind: error, sample: untouched, probability: 0.3}", "error at bench-1")]
    [InlineData("{kind: broker-restart, after: 3 steps, down: 500 ms}", "broker-restart at broker")]
    [InlineData("{kind: disk-torn, after: 2 steps, times: 2}", "disk-torn at bench-1")]
    [InlineData("{kind: disk-torn, target: host, after: 2 steps, times: 1}", "disk-torn at host")]
    [InlineData("{kind: duplicate, probability: 0.3}, {kind: reorder, probability: 0.3, by: 50 ms}, {kind: drop, probability: 0.02}", "duplicate at")]
    [InlineData("{kind: clock-jump, target: host, after: 3 steps, by: 15 min}", "clock-jump at host")]
    public async Task Run_WithAScenario_StrikesAndCompletesWithNoActTwice(string faults, string struck)
    {
        var scenario = _folder.Write("broken.yaml", $$$"""
            scenario: broken
            faults: [{{{faults}}}]
            expect: {ends: completed, quarantined: {most: 0}, measured: {least: 0.9}}
            """);
        BenchFiles.WriteLab(_folder, TimeSpan.FromMilliseconds(200));
        var file = BenchFiles.WriteCampaign(_folder, "broken", 8);

        var (code, text) = await RunAsync(file, scenario);

        code.ShouldBe(0, text);
        text.ShouldContain("Campaign 'broken' completed");
        text.ShouldContain(struck);
        text.ShouldContain("as expected: completes");
        _folder.State("broken").Trials.Values.Count(trial => trial.Status == TrialStatus.Observed).ShouldBe(8);
        var acts = WitnessLog.Read(new FileDisk(), Path.Combine(_folder.Data, "instruments", "bench-1"));
        WitnessLog.Acts(acts).Values.ShouldAllBe(times => times == 1);
    }

    [Fact]
    public async Task Run_WithAScenarioThatAProcessCannotPlay_IsRefusedWithEveryReason()
    {
        BenchFiles.WriteLab(_folder, TimeSpan.FromMilliseconds(50));

        var (code, text) = await RunAsync(BenchFiles.WriteCampaign(_folder, "powerless", 3), "power-cuts");

        code.ShouldBe(2, text);
        text.ShouldContain("scenario power-cuts cannot run live: power-cut: a process cannot take its own machine's power");
        Directory.Exists(Path.Combine(_folder.Data, "campaigns", "powerless")).ShouldBeFalse();
    }

    private async Task<(int Code, string Text)> RunAsync(string file, string scenario)
    {
        await using var run = Executable.Start(_folder.FullPath, ["run", file, "--plain", "--scenario", scenario]);
        return (await run.ExitAsync(), run.Text);
    }
}
