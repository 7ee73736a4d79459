namespace ClosedLoop.EndToEnd.Tests;

/// <summary>What a user writes wrongly is told at once, and nothing is done.</summary>
[Collection(nameof(OneAtATime))]
public sealed class InputTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Validate_OfEveryShippedCampaignWithoutOutsideData_SaysThatItIsValid()
    {
        foreach (var name in new[] { "demo", "hartmann", "two-objectives", "composition" })
        {
            var (code, text) = await RunAsync(["validate", Path.Combine(Executable.Checkout, "campaigns", $"{name}.yaml")]);

            code.ShouldBe(0, text);
            text.ShouldContain($"{name}.yaml is valid.");
        }
    }

    [Fact]
    public async Task Validate_OfABrokenFile_TellsEveryMistakeWithItsLine()
    {
        var broken = Path.Combine(Executable.Checkout, "tests", "ClosedLoop.CampaignFiles.Tests", "Broken", "Campaigns");
        var file = Path.Combine(broken, "everything-wrong.yaml");
        var expected = File.ReadAllLines(Path.Combine(broken, "everything-wrong.txt")).Where(line => line.Length > 0).ToList();

        var (code, text) = await RunAsync(["validate", file]);

        code.ShouldBe(2, text);
        expected.Count.ShouldBeGreaterThan(5);
        foreach (var line in expected)
        {
            text.ShouldContain(line);
        }
    }

    [Fact]
    public async Task Run_OfABrokenFile_DoesNothing()
    {
        var (code, text) = await RunAsync(["run", _folder.Write("broken.yaml", "name: broken\ncolour: red\n")]);

        code.ShouldBe(2, text);
        text.ShouldContain("broken.yaml(2): ");
        Directory.Exists(_folder.Data).ShouldBeFalse();
    }

    [Theory]
    [InlineData("ClosedLoop__Broker__Port", "70000", "ClosedLoop:Broker:Port is a TCP port, 0 to 65535")]
    [InlineData("ClosedLoop__Broker__Port", "many", "ClosedLoop:Broker:Port")]
    [InlineData("ClosedLoop__Broker__Mode", "Sometimes", "ClosedLoop:Broker:Mode")]
    [InlineData("ClosedLoop__Brocker__Port", "1883", "Brocker")]
    [InlineData("ClosedLoop__Host", "a host", "ClosedLoop:Host takes letters")]
    [InlineData("ClosedLoop__DataFolder", "", "ClosedLoop:DataFolder is missing")]
    public async Task Setting_ThatIsWrong_IsNamedAtStart(string key, string value, string told)
    {
        var (code, text) = await RunAsync(["run", BenchFiles.WriteCampaign(_folder, "unstarted", 3)], (key, value));

        code.ShouldBe(2, text);
        text.ShouldContain("The settings are wrong:");
        text.ShouldContain(told);
        Directory.Exists(_folder.Data).ShouldBeFalse();
    }

    [Fact]
    public async Task Setting_FromAppSettings_IsChecked_AndTheEnvironmentOverridesIt()
    {
        var port = FreePort.Next();
        _folder.Write("appsettings.json", """{"ClosedLoop": {"Broker": {"Port": -1}}}""");
        await using (var wrong = new RunningProcess("dotnet", [Executable.Path, "broker"], _folder.FullPath))
        {
            (await wrong.ExitAsync()).ShouldBe(2, wrong.Text);
            wrong.Text.ShouldContain("ClosedLoop:Broker:Port is a TCP port, 0 to 65535");
        }

        await using var right = Executable.Start(_folder.FullPath, ["broker"], ("ClosedLoop__Broker__Port", $"{port}"));
        await right.LineAsync($"Broker at mqtt://127.0.0.1:{port}");
        await right.InterruptAsync();
        (await right.ExitAsync()).ShouldBe(0, right.Text);
    }

    [Fact]
    public async Task Graph_PrintsThePhasesAsADiagram()
    {
        var (code, text) = await RunAsync(["graph"]);

        code.ShouldBe(0, text);
        text.ShouldContain("stateDiagram");
        foreach (var phase in new[] { "proposing", "dispatching", "awaiting", "ingesting", "retraining", "acquiring", "paused", "suspended", "completed", "aborted", "faulted" })
        {
            text.ShouldContain(phase, Case.Insensitive);
        }
    }

    [Theory]
    [InlineData("report")]
    [InlineData("export")]
    [InlineData("status")]
    public async Task Command_OnACampaignThatIsNotThere_SaysSo(string command)
    {
        var (code, text) = await RunAsync([command, "nowhere"]);

        code.ShouldBe(2, text);
        text.ShouldContain("There is no campaign 'nowhere'");
    }

    private async Task<(int Code, string Text)> RunAsync(IEnumerable<string> arguments, params IEnumerable<(string Key, string Value)> settings)
    {
        await using var run = Executable.Start(_folder.FullPath, arguments, settings);
        return (await run.ExitAsync(), run.Text);
    }
}
