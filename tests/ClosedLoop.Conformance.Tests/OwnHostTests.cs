using ClosedLoop.Messaging;
using ClosedLoop.Simulators;

namespace ClosedLoop.Conformance.Tests;

/// <summary>The kit against the lab's own host.</summary>
public sealed class OwnHostTests
{
    [Theory]
    [InlineData(true, 1)]
    [InlineData(true, 3)]
    [InlineData(false, 1)]
    [InlineData(false, 3)]
    public void OwnHost_PassesEverything(bool recovers, int capacity)
    {
        var world = KitWorld.OwnHost(Settings(capacity), recovers);

        var report = world.Run();

        report.Checks.Where(check => check.Outcome is not CheckOutcome.Passed).SelectMany(TextFormat.Of).ShouldBeEmpty();
        world.Retained.ShouldAllBe(topic => !topic.Contains("/dispatch/") && !topic.EndsWith("/control"));
    }

    [Fact]
    public void OwnHost_ThatNobodyCanRestart_SkipsThoseChecksWithThatReason()
    {
        var world = KitWorld.OwnHost(Settings(1), recovers: true);
        world.Settings = world.Settings with { RestartAsync = null };

        var report = world.Run();

        report.Failed.ShouldBe(0);
        var skipped = report.Checks.Where(check => check.Outcome is CheckOutcome.Skipped).ToList();
        skipped.Select(check => check.Check.Id).ShouldBe(ConformanceChecks.All.Select(check => check.Id).Where(id => id.StartsWith("restart-")));
        skipped.ShouldAllBe(check => check.Outcome.Text.Contains("--restart-command"));
    }

    [Fact]
    public void OwnHost_WhoseStepsAreOverAtOnce_IsNotBlamedForWhatNobodyCanSee()
    {
        var report = KitWorld.OwnHost(Settings(1, seconds: 0.002), recovers: true).Run();

        report.Checks.Where(check => check.Outcome is CheckOutcome.Failed).SelectMany(TextFormat.Of).ShouldBeEmpty();
        report.Skipped.ShouldBeGreaterThan(0);
    }

    private static SimulatedInstrumentSettings Settings(int capacity, double seconds = 20) => new()
    {
        Id = "furnace-1",
        Capacity = capacity,
        Capabilities =
        [
            new SimulatedCapability
            {
                Name = "anneal",
                MeanDuration = TimeSpan.FromSeconds(seconds),
                DurationSpread = 0.1,
                Limits = new Dictionary<string, ParameterLimit> { ["x1"] = new(-5, 10, "mm"), ["x2"] = new(0, 15, null) },
                Response = new MappedResponse(
                    ResponseSurfaces.Find("branin")!,
                    new Dictionary<string, string> { ["x1"] = "x1", ["x2"] = "x2" },
                    new Dictionary<string, string> { ["y"] = "height" },
                    0),
            },
        ],
    };
}
