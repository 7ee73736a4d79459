using ClosedLoop.Campaigns;
using ClosedLoop.Domain;

namespace ClosedLoop.EndToEnd.Tests;

/// <summary>Campaigns that are planned by another process.</summary>
[Collection(nameof(OneAtATime))]
public sealed class ExternalPlannerTests : IDisposable
{
    private const int Trials = 8;

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
