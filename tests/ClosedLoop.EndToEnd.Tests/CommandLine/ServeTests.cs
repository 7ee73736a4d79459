using System.Globalization;
using System.Text.Json;
using ClosedLoop.Campaigns;

namespace ClosedLoop.EndToEnd.Tests;

/// <summary><c>closedloop serve</c> and the commands that talk to it over MQTT.</summary>
[Collection(nameof(OneAtATime))]
public sealed class ServeTests : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly int _port = FreePort.Next();

    public ServeTests() => BenchFiles.WriteLab(_folder, TimeSpan.FromMilliseconds(150));

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Host_WithSubmittedCampaigns_IsSteeredAndContinuesThemAfterARestart()
    {
        await using (var host = Serve())
        {
            await host.LineAsync("MQTT at");
            await SayAsync("is running: 500 trials", "submit", BenchFiles.WriteCampaign(_folder, "long", 500));
            await ObservedAsync("long", 2, host);
            await SayAsync("Pause of 'long' is taken", "pause", "long", "--reason", "lunch");
            await Until.TrueAsync(() => _folder.State("long").Paused, host.ToString);
            _folder.Events("long").OfType<CampaignPaused>().Single().Reason.ShouldBe("lunch");
            (await OkAsync("status")).ShouldContain("paused");
            await SayAsync("Resume of 'long' is taken", "resume", "long");
            var at = _folder.State("long").Observed.Count;
            await ObservedAsync("long", at + 2, host);
            await host.InterruptAsync();
            (await host.ExitAsync()).ShouldBe(0, host.Text);
            _folder.State("long").Suspended.ShouldBeTrue();
        }

        await using var second = Serve();
        var before = _folder.State("long").Observed.Count;
        await ObservedAsync("long", before + 2, second);
        await SayAsync("Stop of 'long' is taken", "stop", "long");
        await Until.TrueAsync(() => _folder.State("long").Stage == RunStage.Completed, second.ToString);
        await SayAsync("is running: 500 trials", "submit", BenchFiles.WriteCampaign(_folder, "doomed", 500));
        await ObservedAsync("doomed", 1, second);
        await SayAsync("Abort of 'doomed' is taken", "abort", "doomed");
        await Until.TrueAsync(() => _folder.State("doomed").Stage == RunStage.Aborted, second.ToString);
        var status = await OkAsync("status");
        status.ShouldContain("completed");
        status.ShouldContain("aborted");
        await CheckExportsAsync();
    }

    /// <summary>A submission is confirmed when the file is kept; the host may die before the run's first event is durable.</summary>
    [Fact]
    public async Task Campaign_ThatWasSubmittedAndNeverBegun_IsBegunByTheNextHost()
    {
        var folder = Directory.CreateDirectory(Path.Combine(_folder.Data, "campaigns", "early")).FullName;
        File.Copy(BenchFiles.WriteCampaign(_folder, "early", 3), Path.Combine(folder, "campaign.yaml"));

        await using var host = Serve();

        await Until.TrueAsync(() => File.Exists(Path.Combine(folder, "journal.jsonl")) && _folder.State("early").Stage == RunStage.Completed, host.ToString);
        _folder.State("early").Observed.Count.ShouldBe(3);
    }

    [Fact]
    public async Task Submit_OfWhatTheHostCannotTake_IsRefusedWithTheReason()
    {
        await using var host = Serve();
        await host.LineAsync("MQTT at");
        var file = BenchFiles.WriteCampaign(_folder, "twice", 500);
        await SayAsync("is running", "submit", file);

        (await RefusedAsync("submit", file)).ShouldContain("campaign 'twice' is running already");
        (await RefusedAsync("pause", "nobody", "--lab", BenchFiles.LabName)).ShouldContain("campaign 'nobody' is not running");
        var elsewhere = _folder.Write("elsewhere.yaml", File.ReadAllText(file).Replace("lab: bench", "lab: other", StringComparison.Ordinal));
        (await RefusedAsync("submit", elsewhere)).ShouldContain("nobody listens in lab 'other'");
    }

    [Fact]
    public async Task Submit_WithoutAHost_SaysThatNobodyAnswers() =>
        (await RefusedAsync("submit", BenchFiles.WriteCampaign(_folder, "alone", 3))).ShouldContain("no broker answers at");

    [Fact]
    public async Task SecondHost_OnTheSameDataFolder_EndsWithAnError()
    {
        await using var host = Serve();
        await host.LineAsync("MQTT at");

        await using var second = Executable.Start(_folder.FullPath, ["serve", "--lab", BenchFiles.LabName], ("ClosedLoop__Broker__Port", $"{FreePort.Next()}"));

        (await second.ExitAsync()).ShouldBe(1, second.Text);
        second.Text.ShouldContain("is in use by another process");
        second.Text.ShouldContain("Is another host running on this data folder?");
        host.HasExited.ShouldBeFalse();
    }

    [Fact]
    public async Task SecondInstrumentProcess_OnTheSameLedger_IsRefused()
    {
        string[] arguments = ["instrument", "bench.yaml", "--broker", $"127.0.0.1:{_port}"];
        await using var broker = Executable.Start(_folder.FullPath, ["broker", "--port", $"{_port}"]);
        await broker.LineAsync("Broker at");
        await using var first = Executable.Start(_folder.FullPath, arguments);
        await first.LineAsync("started");

        await using var second = Executable.Start(_folder.FullPath, arguments);

        (await second.ExitAsync()).ShouldBe(1, second.Text);
        second.Text.ShouldContain("ledger.jsonl is in use by another process");
        first.HasExited.ShouldBeFalse();
    }

    private async Task CheckExportsAsync()
    {
        var observed = _folder.State("long").Observed;
        var table = (await OkAsync("export", "long", "--format", "csv")).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        table.Length.ShouldBe(1 + observed.Count);
        table[0].ShouldContain("height");
        var lines = (await OkAsync("export", "long", "--format", "jsonl")).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        lines.Length.ShouldBe(observed.Count);
        foreach (var line in lines)
        {
            using var trial = JsonDocument.Parse(line);
            trial.RootElement.ValueKind.ShouldBe(JsonValueKind.Object);
        }

        File.Exists((await OkAsync("report", "long")).Trim()).ShouldBeTrue();
    }

    private RunningProcess Serve() => Executable.Start(_folder.FullPath, ["serve", "--lab", BenchFiles.LabName], Port);

    private (string, string) Port => ("ClosedLoop__Broker__Port", _port.ToString(CultureInfo.InvariantCulture));

    private Task ObservedAsync(string campaign, int count, RunningProcess host) =>
        Until.TrueAsync(() => _folder.Events(campaign).OfType<ObservationRecorded>().Count() >= count, host.ToString);

    private async Task SayAsync(string expected, params string[] arguments) => (await OkAsync(arguments)).ShouldContain(expected);

    private async Task<string> OkAsync(params string[] arguments)
    {
        var (code, text) = await CommandAsync(arguments);
        code.ShouldBe(0, text);
        return text;
    }

    private async Task<string> RefusedAsync(params string[] arguments)
    {
        var (code, text) = await CommandAsync(arguments);
        code.ShouldBe(1, text);
        return text;
    }

    private async Task<(int Code, string Text)> CommandAsync(string[] arguments)
    {
        await using var command = Executable.Start(_folder.FullPath, arguments, Port);
        return (await command.ExitAsync(), command.Text);
    }
}
