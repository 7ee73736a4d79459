using System.Text.RegularExpressions;

namespace ClosedLoop.EndToEnd.Tests;

/// <summary><c>closedloop dry-run</c> as a user types it.</summary>
[Collection(nameof(OneAtATime))]
public sealed class DryRunTests : IDisposable
{
    private const string Campaign = """
        name: film
        lab: nowhere
        parameters:
          x: {type: continuous, lower: -5, upper: 10}
          y: {type: continuous, lower: 0, upper: 15}
        objectives:
          rough: {goal: minimize, unit: nm}
        workflow:
          - {step: coat, capability: coating, inputs: [x, y], outputs: [film], deadline: 5 min}
          - {step: scan, capability: scanning, inputs: [x, y], outputs: [rough], deadline: 5 min}
        batch: {mode: asynchronous, size: 2}
        initial: 5
        budget: {trials: 8}
        """;

    private const string StandIns = """

        simulate:
          instruments:
            - {id: coater, type: simulated, capability: coating, duration: {mean: 60 s, spread: 0.2}, response: {pass: {film: sample}}}
            - {id: scanner, type: simulated, capability: scanning, duration: 30 s, response: {surface: branin, inputs: {x1: x, x2: y}, outputs: {y: rough}, noise: 0.5}}
        """;

    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task DryRun_OfACampaign_ForecastsItAndLeavesCampaignsAlone()
    {
        var (code, text) = await RunAsync("--runs", "3", "--compare", "synchronous,batch=4", "--start", "18:00");

        code.ShouldBe(0, text);
        text.ShouldContain("nothing of this happens");
        text.ShouldContain("best rough");
        text.ShouldContain("as written (2 in flight)");
        text.ShouldContain("Quickest is");
        var written = Path.Combine(_folder.Data, "dry-runs", "film");
        File.ReadAllText(Path.Combine(written, "forecast.html")).ShouldContain("Nothing of this happened.");
        File.ReadAllText(Path.Combine(written, "runs", "arm-1-001", "journal.jsonl")).ShouldContain("\"dryRun\":true");
        Directory.Exists(Path.Combine(_folder.Data, "campaigns")).ShouldBeFalse();
    }

    [Fact]
    public async Task DryRun_SameSeedTwice_WritesTheSameJournals()
    {
        var first = await JournalAsync();

        (await JournalAsync()).ShouldBe(first);
    }

    [Fact]
    public async Task DryRun_WithoutStandIns_NamesWhatToAdd()
    {
        _folder.Write("film.yaml", Campaign);

        var (code, text) = await StartAsync(["dry-run", Path.Combine(_folder.FullPath, "film.yaml"), "--data", _folder.Data]);

        code.ShouldBe(2, text);
        text.ShouldContain("step 'coat' needs 'coating'");
        text.ShouldContain("step 'scan' needs 'scanning'");
        text.ShouldContain("simulate: {instruments:");
        Directory.Exists(_folder.Data).ShouldBeFalse();
    }

    [Fact]
    public async Task DryRun_IntoTheCampaignsFolder_IsRefused()
    {
        var (code, text) = await RunAsync("--out", Path.Combine(_folder.Data, "campaigns", "film"));

        code.ShouldBe(2, text);
        text.ShouldContain("dry runs are never kept among campaigns");
    }

    [Fact]
    public async Task DryRun_WithManyMistakesOnTheCommandLine_NamesThem()
    {
        (await RunAsync("--compare", "greedy,batch=99")).Text.ShouldContain("--compare batch=99: 99 trials side by side are more than the budget of 8");
        (await RunAsync("--like", "nothing")).Text.ShouldContain("There is no campaign 'nothing'");
        (await RunAsync("--start", "evening")).Text.ShouldContain("--start evening: write a time such as 18:00");
        (await RunAsync("--target", "smooth=1")).Text.ShouldContain("the objectives are rough");
    }

    /// <summary>All that ship, but the one whose instrument is a published table that does not.</summary>
    public static TheoryData<string> Shipped => [.. Directory.EnumerateFiles(Path.Combine(Executable.Checkout, "campaigns"), "*.yaml")
        .Select(path => Path.GetFileNameWithoutExtension(path)).Where(name => name != "crossed-barrel").Order(StringComparer.Ordinal)];

    /// <summary>With fewer trials; as from a fresh clone on a machine where no code is installed: nothing is on the path.</summary>
    [Theory]
    [MemberData(nameof(Shipped))]
    public async Task DryRun_OfAShippedCampaign_ForecastsIt(string name)
    {
        var campaigns = Directory.CreateDirectory(Path.Combine(_folder.FullPath, "campaigns")).FullName;
        Directory.CreateSymbolicLink(Path.Combine(campaigns, "tables"), Path.Combine(Executable.Checkout, "campaigns", "tables"));
        var text = Regex.Replace(ShippedCampaign.Text($"campaigns/{name}.yaml"), @"(budget: .*\btrials: )\d+", "${1}12");

        await using var run = Executable.Start(
            _folder.FullPath,
            ["dry-run", _folder.Write($"campaigns/{name}.yaml", text), "--data", _folder.Data, "--runs", "1"],
            ("ClosedLoop__LabsFolder", Path.Combine(Executable.Checkout, "labs")),
            ("PATH", _folder.FullPath));

        (await run.ExitAsync()).ShouldBe(0, run.Text);
        run.Text.ShouldContain("nothing of this happens");
        var events = File.ReadLines(Path.Combine(_folder.Data, "dry-runs", name, "runs", "001", "journal.jsonl")).ToArray();
        int Count(string type) => events.Count(line => line.Contains($"\"type\":\"{type}\"", StringComparison.Ordinal));
        Count("observationRecorded").ShouldBeGreaterThan(5, run.Text);
        Count("trialFailed").ShouldBeLessThan(Count("observationRecorded"), run.Text);
        Count("completed").ShouldBe(1, run.Text);
    }

    private async Task<byte[]> JournalAsync()
    {
        var (code, text) = await RunAsync("--runs", "2", "--start", "2026-03-01 18:00", "--seed", "4", "--keep-journals");
        code.ShouldBe(0, text);
        return File.ReadAllBytes(Path.Combine(_folder.Data, "dry-runs", "film", "runs", "002", "journal.jsonl"));
    }

    private async Task<(int Code, string Text)> RunAsync(params string[] options) =>
        await StartAsync(["dry-run", _folder.Write("film.yaml", Campaign + StandIns), "--data", _folder.Data, .. options]);

    private async Task<(int Code, string Text)> StartAsync(IEnumerable<string> arguments)
    {
        await using var run = Executable.Start(_folder.FullPath, arguments);
        return (await run.ExitAsync(), run.Text);
    }
}
