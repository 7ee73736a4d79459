using ClosedLoop.Campaigns;
using ClosedLoop.Domain;

namespace ClosedLoop.EndToEnd.Tests;

/// <summary>Campaigns that are planned by another process.</summary>
[Collection(nameof(OneAtATime))]
public sealed class ExternalPlannerTests : IDisposable
{
    private const int Trials = 8;
    private const int SourcedBudget = 60;

    private const string SourcedLab = """
        lab: sourced
        instruments:
          - {id: bench-1, type: simulated, recover: true, capability: measuring, duration: {mean: 0.02 s, spread: 0.1}, response: {surface: branin, inputs: [x1, x2], outputs: {y: height}}}
          - {id: guess-1, type: simulated, recover: true, capability: guessing, duration: {mean: 0.02 s, spread: 0.1}, response: {surface: branin, inputs: [x1, x2], outputs: {y: height}}}

        """;

    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>One trial after the other, so that both count proposals alike: the same engine must come to the same trials, whichever way it was told of the campaign.</summary>
    [Fact]
    public async Task Optimizer_OverMqtt_PlansAsTheBuiltInPlannerDoes()
    {
        var port = FreePort.Next();
        BenchFiles.WriteLab(_folder, TimeSpan.FromMilliseconds(20));
        await using var broker = await BrokerAsync(port);
        await using var planner = Executable.Start(_folder.FullPath, ["optimizer", "--mqtt", $"127.0.0.1:{port}", "--lab", BenchFiles.LabName, "--verbose"]);
        await planner.LineAsync("Planner 'optimizer' of lab 'bench'");

        await RunAsync("outside", port, "planner: mqtt");
        await RunAsync("inside", port, "planner: built-in");

        var (outside, inside) = (_folder.State("outside"), _folder.State("inside"));
        Batches("outside").ShouldAllBe(batch => batch.By == new PlannedBy("optimizer", null));
        Batches("inside").ShouldAllBe(batch => batch.By == null);
        outside.Trials.Values.Select(trial => trial.Proposed.Candidate).ShouldBe(inside.Trials.Values.Select(trial => trial.Proposed.Candidate));
        outside.Trials[Trials].Proposed.Predictions.ShouldBe(inside.Trials[Trials].Proposed.Predictions);
        outside.Model!.Hash.ShouldBe(inside.Model!.Hash);
        await planner.InterruptAsync();
        (await planner.ExitAsync()).ShouldBe(0, planner.Text);
    }

    /// <summary>As above, of point and source.</summary>
    [Fact]
    public async Task Optimizer_OverMqtt_ChoosesSourcesAsTheBuiltInPlannerDoes()
    {
        var port = FreePort.Next();
        _folder.Write("sourced.yaml", SourcedLab);
        await using var broker = await BrokerAsync(port);
        await using var planner = Executable.Start(_folder.FullPath, ["optimizer", "--mqtt", $"127.0.0.1:{port}", "--lab", "sourced", "--verbose"]);
        await planner.LineAsync("Planner 'optimizer' of lab 'sourced'");

        foreach (var (name, who) in new[] { ("outside", "mqtt"), ("inside", "built-in") })
        {
            var file = _folder.Write($"{name}-campaign.yaml", SourcedCampaign(name, who));
            await using var run = Executable.Start(_folder.FullPath, ["run", file, "--plain", "--broker", $"127.0.0.1:{port}"]);
            (await run.ExitAsync()).ShouldBe(0, run.Text);
        }

        Batches("outside").ShouldAllBe(batch => batch.By == new PlannedBy("optimizer", null));
        List<(Candidate Candidate, string? Source)>[] proposed = [.. new[] { "outside", "inside" }
            .Select(name => _folder.State(name).Trials.Values.Select(trial => (trial.Proposed.Candidate, trial.Proposed.Source)).ToList())];
        proposed[0].ShouldBe(proposed[1]);
        proposed[0].Select(trial => trial.Source).Distinct().Order().ShouldBe(["coarse", "fine"]);
        _folder.State("outside").Spent.ShouldBeLessThanOrEqualTo(SourcedBudget);
    }

    [Fact]
    public async Task PythonPlanner_OfTheContract_CompletesACampaign()
    {
        await Python.NeedPahoAsync();
        var port = FreePort.Next();
        BenchFiles.WriteLab(_folder, TimeSpan.FromMilliseconds(20));
        await using var broker = await BrokerAsync(port);
        await using var planner = Python.Start("planner.py", _folder.FullPath, "127.0.0.1", $"{port}", BenchFiles.LabName, "snake");
        await planner.LineAsync("listening");

        await RunAsync("python", port, "planner: {mqtt: {name: snake, deadline: 20 s}}");

        Batches("python").ShouldAllBe(batch => batch.By == new PlannedBy("snake", null));
        _folder.Events("python").OfType<Retrained>().ShouldAllBe(model => model.By == new PlannedBy("snake", null) && model.Model == null);
        _folder.State("python").Observed.Count.ShouldBe(Trials);
    }

    [Fact]
    public async Task Planner_ThatIsNotThere_IsReplacedByTheBuiltInOne_AndTheRunSaysSo()
    {
        var port = FreePort.Next();
        BenchFiles.WriteLab(_folder, TimeSpan.FromMilliseconds(20));
        await using var broker = await BrokerAsync(port);

        var text = await RunAsync("alone", port, "planner: mqtt");

        text.ShouldContain("by the built-in planner, as 'optimizer' is not there");
        Batches("alone").ShouldAllBe(batch => batch.By == new PlannedBy("optimizer", "is not there"));
    }

    [Fact]
    public void PythonPlanner_InThirtyLines_HasThirty()
    {
        var lines = File.ReadAllLines(Path.Combine(Executable.Checkout, "docs", "mqtt", "planner.py"));

        lines.Count(line => line.Trim().Length > 0).ShouldBeLessThanOrEqualTo(30);
        lines.ShouldAllBe(line => line.Length <= 160);
    }

    private static string SourcedCampaign(string name, string planner) => $$"""
        name: {{name}}
        seed: 11
        lab: sourced
        parameters:
          x1: {type: continuous, lower: -5, upper: 10}
          x2: {type: continuous, lower: 0, upper: 15}
        objectives:
          height: {goal: minimize, unit: mm}
        sources:
          coarse: {}
          fine: {target: true}
        workflow:
          - {step: guess, source: coarse, capability: guessing, inputs: [x1, x2], outputs: [height], cost: 1, deadline: 60 s}
          - {step: measure, source: fine, capability: measuring, inputs: [x1, x2], outputs: [height], cost: 8, deadline: 60 s}
        initial: 3
        budget: {trials: 100, cost: {{SourcedBudget}}}
        planner: {{planner}}

        """;

    private async Task<RunningProcess> BrokerAsync(int port)
    {
        var broker = Executable.Start(_folder.FullPath, ["broker", "--port", $"{port}"]);
        await broker.LineAsync("Broker at");
        return broker;
    }

    private async Task<string> RunAsync(string name, int port, string planner)
    {
        var file = BenchFiles.WriteCampaign(_folder, name, Trials);
        var text = await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(
            file,
            text.Replace("batch: {mode: asynchronous, size: 2}", "batch: {size: 1}", StringComparison.Ordinal).TrimEnd() + $"\n{planner}\n",
            TestContext.Current.CancellationToken);
        await using var run = Executable.Start(_folder.FullPath, ["run", file, "--plain", "--broker", $"127.0.0.1:{port}"]);
        (await run.ExitAsync()).ShouldBe(0, run.Text);
        return run.Text;
    }

    private List<BatchProposed> Batches(string campaign) => [.. _folder.Events(campaign).OfType<BatchProposed>()];
}
