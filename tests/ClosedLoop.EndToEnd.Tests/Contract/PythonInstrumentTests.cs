using System.Text.Json;
using ClosedLoop.Campaigns;

namespace ClosedLoop.EndToEnd.Tests;

/// <summary>The instruments that the contract publishes, against the real orchestrator and real brokers.</summary>
[Collection(nameof(OneAtATime))]
public sealed class PythonInstrumentTests : IDisposable
{
    private const int Trials = 6;

    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("instrument.py", BrokerKind.Mosquitto)]
    [InlineData("instrument.py", BrokerKind.Embedded)]
    [InlineData("instrument311.py", BrokerKind.Mosquitto)]
    [InlineData("instrument311.py", BrokerKind.Embedded)]
    public async Task Instrument_OfTheContract_CompletesACampaign(string script, BrokerKind kind)
    {
        await Python.NeedPahoAsync();
        var port = FreePort.Next();
        await using var broker = await BrokerAsync(kind, port);
        await using var instrument = Instrument(script, port);
        await using var run = Run(port);

        (await run.ExitAsync()).ShouldBe(0, $"{run}\n{instrument}");

        run.Text.ShouldContain($"{Trials} observed, 0 failed, 0 quarantined, 0 in flight, of {Trials}");
        _folder.Events("python").OfType<MessageQuarantined>().ShouldBeEmpty();
        Begun().Count.ShouldBe(Trials);
        Begun().ShouldBeUnique();
        await Until.TrueAsync(() => Entries().Where(entry => IsDispatch(entry.Key)).GroupBy(entry => entry.Key).All(dispatch => dispatch.Last().Value.TryGetProperty("closed", out _)), instrument.ToString);
    }

    /// <summary>Killed whenever it happens to be, and started again: nothing is done twice, and what it cannot know it says.</summary>
    [Theory]
    [InlineData("instrument.py")]
    [InlineData("instrument311.py")]
    public async Task Instrument_KilledAndStartedAgain_DoesNothingTwice(string script)
    {
        await Python.NeedPahoAsync();
        var port = FreePort.Next();
        await using var broker = await BrokerAsync(BrokerKind.Mosquitto, port);
        await using var first = Instrument(script, port);
        await using var run = Run(port);
        await Until.TrueAsync(() => _folder.Events("python").OfType<StepDispatched>().Count() >= 3, run.ToString);
        await first.KillAsync();
        await using var second = Instrument(script, port);

        (await run.ExitAsync()).ShouldBe(0, $"{run}\n{second}");

        var state = _folder.State("python");
        state.Trials.Values.Count(trial => trial.Status == TrialStatus.Observed).ShouldBeGreaterThanOrEqualTo(Trials - 1);
        state.Trials.Values.ShouldAllBe(trial => trial.Status == TrialStatus.Observed || trial.Status == TrialStatus.Quarantined);
        Begun().ShouldBeUnique();
    }

    /// <summary>The 40 lines leave out what an instrument says while it works, and pausing; the other instrument leaves out nothing that can be tried from outside.</summary>
    [Theory]
    [InlineData("instrument.py", "it violates state, pause-resume")]
    [InlineData("instrument311.py", " 0 failed")]
    public async Task Instrument_OfTheContract_ConformsAsFarAsItSays(string script, string verdict)
    {
        await Python.NeedPahoAsync();
        var port = FreePort.Next();
        await using var broker = await BrokerAsync(BrokerKind.Embedded, port);
        await using var instrument = Instrument(script, port);
        string[] lab = ["--lab", BenchFiles.LabName, "--broker", $"127.0.0.1:{port}"];
        await using var kit = Executable.Start(_folder.FullPath, ["conformance", "--instrument", "bench-1", .. lab]);

        await kit.ExitAsync();

        kit.Text.ShouldContain(verdict, Case.Sensitive, $"{kit.Text}\n{instrument}");
    }

    [Fact]
    public void Instrument_InFortyLines_HasForty()
    {
        var lines = File.ReadAllLines(Path.Combine(Executable.Checkout, "docs", "mqtt", "instrument.py"));
        lines.Count(line => line.Trim().Length > 0).ShouldBeLessThanOrEqualTo(40);
        lines.ShouldAllBe(line => line.Length <= 160);
    }

    private async Task<RunningProcess> BrokerAsync(BrokerKind kind, int port)
    {
        var broker = kind == BrokerKind.Mosquitto ? Mosquitto.Start(_folder.FullPath, port) : Executable.Start(_folder.FullPath, ["broker", "--port", $"{port}"]);
        await Until.TrueAsync(() => FreePort.IsOpen(port), broker.ToString);
        return broker;
    }

    private RunningProcess Instrument(string script, int port) => Python.Start(script, _folder.FullPath, "127.0.0.1", $"{port}", BenchFiles.LabName, "bench-1", _folder.FullPath);

    private RunningProcess Run(int port) => Executable.Start(
        _folder.FullPath,
        ["run", BenchFiles.WriteCampaign(_folder, "python", Trials), "--plain", "--no-instruments", "--broker", $"127.0.0.1:{port}"]);

    /// <summary>Every intent that the ledger holds.</summary>
    private List<string> Begun() =>
        [.. Entries().Where(entry => IsDispatch(entry.Key) && entry.Value.GetProperty("status").GetProperty("status").GetString() == "running").Select(entry => entry.Key)];

    private List<(string Key, JsonElement Value)> Entries() =>
    [
        .. File.ReadAllLines(Path.Combine(_folder.FullPath, "bench-1.ledger"))
            .Where(line => line.EndsWith(" .", StringComparison.Ordinal))
            .Select(line => JsonDocument.Parse(line[..^2]).RootElement)
            .Select(entry => (entry[0].GetString()!, entry[1])),
    ];

    private static bool IsDispatch(string key) => key.Contains('.', StringComparison.Ordinal);
}
