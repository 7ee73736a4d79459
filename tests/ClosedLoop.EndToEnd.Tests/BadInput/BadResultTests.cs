using System.Globalization;
using ClosedLoop.Campaigns;
using ClosedLoop.Domain;

namespace ClosedLoop.EndToEnd.Tests;

/// <summary>Results over MQTT that nobody should believe, against a running campaign: each is kept and reported, nothing is lost, and the counts are exact.</summary>
[Collection(nameof(OneAtATime))]
public sealed class BadResultTests : IDisposable
{
    private const string Campaign = "beset";
    private const int Trials = 6;

    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(700);

    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task UnreadableResults_AreQuarantined_AndTheRealOnesCount()
    {
        await using var run = Start();
        await using var stranger = await StrangerAsync(run);
        var running = await RunningAsync(run);
        var id = running.Id;
        var times = "\"startedAt\":\"2026-01-01T00:00:00Z\",\"finishedAt\":\"2026-01-01T00:00:01Z\"";
        var good = $$"""{"dispatchId":"{{id}}","ledgerId":"{{running.Decision.LedgerId}}","outputs":{"height":1},{{times}},"files":[]}""";

        await stranger.SayAsync("bench-1", id, good[..40]);
        await stranger.SayAsync("bench-1", id, good.Replace(":1}", ":NaN}", StringComparison.Ordinal));
        await stranger.SayAsync("bench-1", id, good.Replace(":1}", ":1e999}", StringComparison.Ordinal));
        await stranger.SayAsync("bench-1", id, good + new string(' ', 300_000));
        await stranger.SayAsync("bench-1", id, good.Replace("\"outputs\":{\"height\":1},", "", StringComparison.Ordinal));
        await stranger.SayAsync("bench-1", id with { Attempt = 9 }, good);
        await CompletedAsync(run);

        Quarantined().Count.ShouldBe(6, Reasons());
        Quarantined().ShouldContain(message => message.Excerpt.Contains("bytes)", StringComparison.Ordinal));
        Quarantined().Count(message => message.Dispatch == id.ToString()).ShouldBe(5, Reasons());
        Counts().ShouldBe((Trials, 0, 0));
        run.Text.ShouldContain("message quarantined (!)");
    }

    [Fact]
    public async Task ResultsOfOtherDispatches_AreKept_AndChangeNothing()
    {
        await using var run = Start();
        await using var stranger = await StrangerAsync(run);
        var done = (await Until.SomeAsync(() => Dispatches().FirstOrDefault(dispatch => dispatch.Result is not null), run.ToString)).Result!;
        var running = await RunningAsync(run);
        var ledger = running.Decision.LedgerId;

        await stranger.SayAsync("bench-1", Stranger.Result(done.Id, ledger, done.Outputs["height"].Number));
        await stranger.SayAsync("bench-1", Stranger.Result(done.Id, ledger, 77));
        await stranger.SayAsync("bench-1", Stranger.Result(done.Id with { Trial = 99 }, ledger, 78));
        await stranger.SayAsync("bench-2", Stranger.Result(running.Id, ledger, 79));
        await stranger.SayAsync("bench-1", Stranger.Result(done.Id, "another-ledger", 80));
        await stranger.SayAsync("bench-1", Stranger.Result(new DispatchId("somebody-else", 1, "measure", 1), ledger, 81));
        await CompletedAsync(run);

        Quarantined().Select(message => message.Excerpt).ShouldBe(["height=77", "height=78", "height=79", "height=80"], Reasons());
        _folder.LabEvents(BenchFiles.LabName).OfType<StrayMessageKept>().ShouldContain(stray => stray.Dispatch == "somebody-else.1.measure.1");
        Counts().ShouldBe((Trials, 0, 0));
        _folder.State(Campaign).Trials[done.Id.Trial].Values!["height"].ShouldBe(done.Outputs["height"].Number);
    }

    [Fact]
    public async Task ResultOutOfRange_EndsTheTrialWithoutMeasurement_AndTheRealResultIsKept()
    {
        await using var run = Start();
        await using var stranger = await StrangerAsync(run);
        var running = await RunningAsync(run);

        await stranger.SayAsync("bench-1", Stranger.Result(running.Id, running.Decision.LedgerId, 1e6));
        await CompletedAsync(run);

        Quarantined().Count.ShouldBe(2, Reasons());
        Quarantined()[0].Reason.ShouldContain("above its plausible range");
        Quarantined()[1].Reason.ShouldContain("a result of a dispatch that had failed");
        Counts().ShouldBe((Trials - 1, 1, 0));
        _folder.State(Campaign).Trials[running.Id.Trial].Status.ShouldBe(TrialStatus.Failed);
    }

    [Fact]
    public async Task ResultFromAnotherLedger_IsNotBelieved_AndTheRealOneCounts()
    {
        await using var run = Start();
        await using var stranger = await StrangerAsync(run);
        var running = await RunningAsync(run);

        await stranger.SayAsync("bench-1", Stranger.Result(running.Id, "another-ledger", 5));
        await CompletedAsync(run);

        Quarantined().Single().Excerpt.ShouldBe("height=5", Reasons());
        Quarantined().Single().Reason.ShouldContain("it comes from the ledger another-ledger");
        var observation = _folder.Events(Campaign).OfType<ObservationRecorded>().Single(observation => observation.Trial == running.Id.Trial);
        observation.Late.ShouldBeFalse();
        observation.Values["height"].ShouldNotBe(5);
        Counts().ShouldBe((Trials, 0, 0));
    }

    [Fact]
    public async Task LateResult_OfAStepThatNobodyCouldVouchFor_IsAnObservationMarkedLate()
    {
        var port = FreePort.Next();
        BenchFiles.WriteLab(_folder, Step, recover: false);
        var file = BenchFiles.WriteCampaign(_folder, Campaign, Trials);
        await using var broker = Executable.Start(_folder.FullPath, ["broker", "--port", $"{port}"]);
        await broker.LineAsync("Broker at");
        string[] instrument = ["instrument", "bench.yaml", "--broker", $"127.0.0.1:{port}"];
        await using var first = Executable.Start(_folder.FullPath, instrument);
        await using var run = Executable.Start(_folder.FullPath, ["run", file, "--plain", "--no-instruments", "--broker", $"127.0.0.1:{port}"]);
        await using var stranger = new Stranger(port);
        var cut = await RunningAsync(run);
        await first.KillAsync();
        await using var second = Executable.Start(_folder.FullPath, instrument);
        await Until.TrueAsync(() => _folder.State(Campaign).Trials[cut.Id.Trial].Status == TrialStatus.Quarantined, run.ToString);

        await stranger.SayAsync("bench-1", Stranger.Result(cut.Id, cut.Decision.LedgerId, 42));
        await CompletedAsync(run);

        var observation = _folder.Events(Campaign).OfType<ObservationRecorded>().Single(observation => observation.Trial == cut.Id.Trial);
        observation.Late.ShouldBeTrue();
        observation.Values["height"].ShouldBe(42);
        Counts().ShouldBe((Trials, 0, 0));
    }

    private RunningProcess Start()
    {
        BenchFiles.WriteLab(_folder, Step);
        return Executable.Start(_folder.FullPath, ["run", BenchFiles.WriteCampaign(_folder, Campaign, Trials), "--plain"]);
    }

    private static async Task<Stranger> StrangerAsync(RunningProcess run)
    {
        const string Scheme = "mqtt://127.0.0.1:";
        var banner = await run.LineAsync(Scheme);
        var port = banner[(banner.IndexOf(Scheme, StringComparison.Ordinal) + Scheme.Length)..].Split(' ')[0];
        return new Stranger(int.Parse(port, CultureInfo.InvariantCulture));
    }

    private IEnumerable<DispatchState> Dispatches() => _folder.State(Campaign).Trials.Values.SelectMany(trial => trial.Dispatches);

    /// <summary>A dispatch that its instrument has accepted and not ended: it was accepted after this began to look, so most of its time is still ahead.</summary>
    private async Task<DispatchState> RunningAsync(RunningProcess run)
    {
        var known = Dispatches().Select(dispatch => dispatch.Id).ToHashSet();
        return await Until.SomeAsync(
            () => Dispatches().FirstOrDefault(dispatch => dispatch.Phase == DispatchPhase.Accepted && !known.Contains(dispatch.Id)),
            run.ToString);
    }

    private static async Task CompletedAsync(RunningProcess run)
    {
        (await run.ExitAsync()).ShouldBe(0, run.Text);
        run.Text.ShouldContain($"Campaign '{Campaign}' completed");
    }

    private List<MessageQuarantined> Quarantined() => [.. _folder.Events(Campaign).OfType<MessageQuarantined>()];

    private string Reasons() => string.Join('\n', Quarantined().Select(message => $"{message.Dispatch}: {message.Reason} [{message.Excerpt}]"));

    private (int Observed, int Failed, int Quarantined) Counts()
    {
        var trials = _folder.State(Campaign).Trials.Values.ToList();
        int Count(TrialStatus status) => trials.Count(trial => trial.Status == status);
        return (Count(TrialStatus.Observed), Count(TrialStatus.Failed), Count(TrialStatus.Quarantined));
    }
}
