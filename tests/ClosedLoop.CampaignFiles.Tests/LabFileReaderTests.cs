using System.Text.Json;
using ClosedLoop.Domain;

namespace ClosedLoop.CampaignFiles.Tests;

public sealed class LabFileReaderTests
{
    internal const string EveryKey = """
        lab: demo
        speed: 60
        instruments:
          - id: mixer-1
            type: simulated
            capacity: 2
            recover: false
            capability: mixing
            duration: {mean: 40 s, spread: 0.1}
            failure: {probability: 0.02, sample: altered}
            limits: {temperature: [10, 120]}
            response: {surface: branin, inputs: {x1: a, x2: b}, outputs: {y: yield}, noise: 0.1}
          - id: robot
            type: simulated
            keepsSamples: true
            setup: {by: theta, duration: 10 min}
            capabilities:
              - {capability: carrying, duration: 5 s, response: {pass: {sample: specimen}}}
              - capability: testing
                duration: 1 min
                response: {table: {file: "${CLOSEDLOOP_DATA}/rows.csv", inputs: [n, theta], outputs: {toughness: strength}}, interpolated: true, noise: 0}
        stock:
          solvent: {amount: 500, unit: mL, use: {mixing: 12.5, carrying: volume}}
          tips: {amount: 96, use: {mixing: 1}}
        """;

    [Fact]
    public void Lab_WithEveryKey_IsReadExactly()
    {
        var result = LabFileReader.Read(EveryKey, "demo.yaml");

        result.Errors.ShouldBeEmpty();
        var lab = result.File.ShouldNotBeNull();
        (lab.Name, lab.Speed).ShouldBe(("demo", 60));
        lab.Stock.Select(item => (item.Name, item.Line, item.Amount, item.Unit)).ShouldBe([("solvent", 23, 500, "mL"), ("tips", 24, 96, null)]);
        lab.Stock[0].Uses.ShouldBe(new Dictionary<string, StockUseFile> { ["mixing"] = new(12.5, null), ["carrying"] = new(0, "volume") });
        var (mixer, robot) = (lab.Instruments[0], lab.Instruments[1]);
        (mixer.Id, mixer.Type, mixer.Line, mixer.Capacity, mixer.Recover).ShouldBe(("mixer-1", "simulated", 4, 2, false));
        (robot.Id, robot.Line, robot.Capacity, robot.Recover).ShouldBe(("robot", 13, 1, true));
        (mixer.KeepsSamples, mixer.Setup).ShouldBe((false, null));
        (robot.KeepsSamples, robot.Setup).ShouldBe((true, new SetupFile("theta", TimeSpan.FromMinutes(10))));

        var mixing = mixer.Capabilities.ShouldHaveSingleItem();
        (mixing.Name, mixing.Line).ShouldBe(("mixing", 8));
        mixing.Duration.ShouldBe(new DurationFile(TimeSpan.FromSeconds(40), 0.1));
        mixing.Failure.ShouldBe(new FailureFile(0.02, SampleFate.Altered));
        mixing.Limits["temperature"].ShouldBe(new RangeFile(10, 120));
        Json(mixing.Response).ShouldBe(Json(new SurfaceResponseFile(12, "branin", Map(("x1", "a"), ("x2", "b")), Map(("y", "yield")), 0.1)));

        robot.Capabilities[0].Failure.ShouldBe(new FailureFile(0, SampleFate.Untouched));
        Json(robot.Capabilities[0].Response).ShouldBe(Json(new PassResponseFile(18, Map(("sample", "specimen")))));
        Json(robot.Capabilities[1].Response).ShouldBe(
            Json(new TableResponseFile(21, "${CLOSEDLOOP_DATA}/rows.csv", Map(("n", "n"), ("theta", "theta")), Map(("toughness", "strength")), 0) { Interpolated = true }));
    }

    private static string Json(ResponseFile response) => response.GetType().Name + JsonSerializer.Serialize<object>(response);

    private static Dictionary<string, string> Map(params (string Key, string Value)[] pairs) => pairs.ToDictionary(pair => pair.Key, pair => pair.Value);
}
