using ClosedLoop.Campaigns;
using ClosedLoop.Simulators;
using ClosedLoop.Storage;

namespace ClosedLoop.EndToEnd.Tests;

/// <summary><c>closedloop run</c> with everything in one process, as on the first day.</summary>
[Collection(nameof(OneAtATime))]
public sealed class RunTests : IDisposable
{
    private static readonly TimeSpan Brief = TimeSpan.FromMilliseconds(60);
    private static readonly TimeSpan Noticeable = TimeSpan.FromMilliseconds(400);

    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Run_OfATinyCampaign_EndsWithBestReportAndObservations_AndStaysEnded()
    {
        BenchFiles.WriteLab(_folder, Brief);
        var file = BenchFiles.WriteCampaign(_folder, "tiny", 6);

        var (code, text) = await RunAsync(file);

        code.ShouldBe(0, text);
        var best = CampaignLoop.Best(_folder.State("tiny"))!;
        text.ShouldContain("Campaign 'tiny' completed");
        text.ShouldContain("6 observed, 0 failed, 0 quarantined, 0 in flight, of 6");
        text.ShouldContain($"trial {best.Number}");
        var report = Path.Combine(_folder.Data, "campaigns", "tiny", "report.html");
        text.ShouldContain(report);
        File.ReadAllText(report).ShouldContain("</html>");
        File.ReadAllLines(Path.Combine(_folder.Data, "campaigns", "tiny", "observations.csv")).Length.ShouldBe(7);
        File.ReadAllText(Path.Combine(_folder.Data, "campaigns", "tiny", "campaign.yaml")).ShouldBe(File.ReadAllText(file));

        var (again, said) = await RunAsync(file);

        again.ShouldBe(0, said);
        said.ShouldContain("Campaign 'tiny' completed");
        Acts().ShouldBe(6);
    }

    [Fact]
    public async Task Run_WithAChangedFile_IsRefusedWithTheDifference()
    {
        BenchFiles.WriteLab(_folder, Brief);
        (await RunAsync(BenchFiles.WriteCampaign(_folder, "changed", 3))).Code.ShouldBe(0);

        var (code, text) = await RunAsync(BenchFiles.WriteCampaign(_folder, "changed", 5));

        code.ShouldBe(2, text);
        text.ShouldContain("Refused: the file of campaign 'changed' has changed since run changed-");
        text.ShouldContain("- \"trials\": 3");
        text.ShouldContain("+ \"trials\": 5");
        _folder.State("changed").Trials.Count.ShouldBe(3);
    }

    [Fact]
    public async Task Instrument_WhoseLedgerCannotBeOpened_LivesWhenItCan()
    {
        BenchFiles.WriteLab(_folder, Brief);
        var instruments = Directory.CreateDirectory(Path.Combine(_folder.Data, "instruments")).FullName;
        File.WriteAllText(Path.Combine(instruments, "bench-1"), "no folder");
        await using var run = Executable.Start(_folder.FullPath, ["run", BenchFiles.WriteCampaign(_folder, "patient", 3), "--plain"]);
        await Until.TrueAsync(() => Logs().Contains("Instrument bench-1 died", StringComparison.Ordinal), () => run.Text);

        File.Delete(Path.Combine(instruments, "bench-1"));

        (await run.ExitAsync()).ShouldBe(0, run.Text);
        _folder.State("patient").Observed.Count.ShouldBe(3);
    }

    [Fact]
    public async Task CtrlC_WhileStepsRun_DrainsAndSuspends_AndRunAgainGoesOn()
    {
        BenchFiles.WriteLab(_folder, Noticeable);
        var file = BenchFiles.WriteCampaign(_folder, "paused", 8);
        await using (var first = Start(file))
        {
            await Until.TrueAsync(() => _folder.Events("paused").OfType<ObservationRecorded>().Count() >= 2, first.ToString);
            await first.InterruptAsync();
            (await first.ExitAsync()).ShouldBe(0, first.Text);
            first.Text.ShouldContain("Stopping: no further step begins, running ones end.");
            first.Text.ShouldContain("Campaign 'paused' is suspended; continue with: closedloop run");
        }

        var suspended = _folder.State("paused");
        suspended.Suspended.ShouldBeTrue();
        suspended.Trials.Values.SelectMany(trial => trial.Dispatches).ShouldAllBe(dispatch => !dispatch.IsOpen);
        suspended.Trials.Values.Count(trial => trial.Status == TrialStatus.Observed).ShouldBeLessThan(8);

        var (code, text) = await RunAsync(file);

        code.ShouldBe(0, text);
        text.ShouldContain("Campaign 'paused' completed");
        _folder.State("paused").Trials.Values.Count(trial => trial.Status == TrialStatus.Observed).ShouldBe(8);
        Acts().ShouldBe(8);
    }

    /// <summary>The last steps of an ended run once kept their instruments for ever: their release was never written.</summary>
    [Fact]
    public async Task Run_AfterAnotherCampaignOfTheSameLabHasEnded_GetsTheInstruments()
    {
        BenchFiles.WriteLab(_folder, Brief);
        (await RunAsync(BenchFiles.WriteCampaign(_folder, "first", 3))).Code.ShouldBe(0);

        var (code, text) = await RunAsync(BenchFiles.WriteCampaign(_folder, "second", 3));

        code.ShouldBe(0, text);
        text.ShouldContain("Campaign 'second' completed");
    }

    /// <summary>A place of the run that was set aside once blocked its instrument for ever; without it the busy instrument refused every attempt at once.</summary>
    [Fact]
    public async Task FreshRun_WhileTheInstrumentIsStillAtWorkForTheOldOne_WaitsForIt()
    {
        var port = FreePort.Next();
        BenchFiles.WriteLab(_folder, TimeSpan.FromSeconds(3));
        var file = BenchFiles.WriteCampaign(_folder, "anew", 3);
        string[] elsewhere = ["--broker", $"127.0.0.1:{port}"];
        await using var broker = Executable.Start(_folder.FullPath, ["broker", "--port", $"{port}"]);
        await broker.LineAsync("Broker at");
        await using var instrument = Executable.Start(_folder.FullPath, ["instrument", "bench.yaml", .. elsewhere]);
        await using (var old = Executable.Start(_folder.FullPath, ["run", file, "--plain", "--no-instruments", .. elsewhere]))
        {
            await Until.TrueAsync(() => _folder.Events("anew").OfType<StepAccepted>().Any(), old.ToString);
            await old.KillAsync();
        }

        await using var fresh = Executable.Start(_folder.FullPath, ["run", file, "--fresh", "--plain", "--no-instruments", .. elsewhere]);

        (await fresh.ExitAsync()).ShouldBe(0, fresh.Text);
        fresh.Text.ShouldContain("The earlier run is in");
        _folder.State("anew").Trials.Values.ShouldAllBe(trial => trial.Status == TrialStatus.Observed);
        _folder.Events("anew").OfType<StepFailed>().ShouldBeEmpty();
        Acts().ShouldBe(4);
    }

    [Fact]
    public async Task Run_WhileAnotherHostHasTheDataFolder_IsRefusedClearly()
    {
        BenchFiles.WriteLab(_folder, Noticeable);
        var file = BenchFiles.WriteCampaign(_folder, "held", 50);
        await using var holder = Start(file);
        await holder.LineAsync("proposed");

        var (code, text) = await RunAsync(file);

        code.ShouldBe(1, text);
        text.ShouldContain("is in use by another process");
        text.ShouldContain("Is another host running on this data folder?");
        holder.HasExited.ShouldBeFalse();
    }

    [Fact]
    public async Task Run_InALabWithoutFile_SaysWhatToWrite()
    {
        var (code, text) = await RunAsync(BenchFiles.WriteCampaign(_folder, "homeless", 3));

        code.ShouldBe(2, text);
        text.ShouldContain("there is no lab file");
        text.ShouldContain("--no-instruments");
    }

    private RunningProcess Start(string file) => Executable.Start(_folder.FullPath, ["run", file, "--plain"]);

    private async Task<(int Code, string Text)> RunAsync(string file)
    {
        await using var run = Start(file);
        return (await run.ExitAsync(), run.Text);
    }

    private string Logs()
    {
        var folder = Path.Combine(_folder.Data, "logs");
        return Directory.Exists(folder) ? string.Concat(Directory.GetFiles(folder).Select(ReadShared)) : "";
    }

    private static string ReadShared(string path)
    {
        using var reader = new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        return reader.ReadToEnd();
    }

    private int Acts() => WitnessLog.Read(new FileDisk(), Path.Combine(_folder.Data, "instruments", "bench-1")).Count(entry => entry.Kind == WitnessKind.Begun);
}
