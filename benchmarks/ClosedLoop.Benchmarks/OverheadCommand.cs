using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using ClosedLoop.Domain;
using ClosedLoop.Journal;
using ClosedLoop.Messaging;
using ClosedLoop.Orchestrator;
using ClosedLoop.Storage;
using ClosedLoop.Tests;

namespace ClosedLoop.Benchmarks;

/// <summary><c>overhead</c>: the loop's own time from a result to the next command, journaled durably, without the optimizer and without a network.</summary>
/// <remarks>Between the two lie five durable appends: observation, training, proposal, the lab's grant with the release before it, dispatch.</remarks>
internal static class OverheadCommand
{
    public static Command Create()
    {
        var trials = new Option<int>("--trials") { DefaultValueFactory = _ => 300, Description = "trials of the campaign; the first 20 warm up" };
        var command = new Command("overhead", "Time from a result received to the next command published, without the optimizer, journaled durably") { trials };
        command.SetAction(result => Run(result.GetValue(trials)));
        return command;
    }

    private static void Run(int trials)
    {
        using var folder = new ScratchFolder();
        var bus = new PromptBus();
        new OneThread().Run(() => CampaignAsync(folder.Path, bus, trials));
        var measured = bus.Milliseconds.Skip(20).ToArray();
        var syncs = Syncs(folder.Path, 200);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"result → next command, {measured.Length} times: p50 {Quartiles.At(measured, 0.5):F2} ms, p99 {Quartiles.At(measured, 0.99):F2} ms, most {measured.Max():F2} ms"));
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"write + fsync of 400 bytes on this disk: p50 {Quartiles.At(syncs, 0.5):F2} ms, p99 {Quartiles.At(syncs, 0.99):F2} ms; p50 ratio {Quartiles.At(measured, 0.5) / Quartiles.At(syncs, 0.5):F1}"));
    }

    private static async Task CampaignAsync(string folder, PromptBus bus, int trials)
    {
        var time = TimeProvider.System;
        var journals = new Journals(new FileDisk(), folder);
        using var lab = new LabOwner(() => journals.OpenLab("bench"), new LabView(time), time);
        var around = new RunnerSurroundings(bus, lab, new FixedPlanner(), new ImmediateDesk(), time);
        var host = new LabHost(around, journals, new HostIdentity("bench", ".NET", 256, () => "0001"), _ => new ReplyMessage(false, []));
        using var end = new CancellationTokenSource();
        var listening = host.ListenAsync(end.Token);
        await host.RunAsync("bench", Spec(trials), [], end.Token);
        await end.CancelAsync();
        await listening.ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
    }

    private static CampaignSpec Spec(int trials) => new()
    {
        Name = "bench",
        Seed = 1,
        Space = new SearchSpace { Parameters = [new ContinuousParameter { Name = "x", Lower = 0, Upper = 1 }] },
        Objectives = [new Objective { Name = "y", Goal = Goal.Minimize }],
        Workflow = [new Step { Name = "measure", Capability = "measure", Inputs = new Dictionary<string, StepInput> { ["x"] = StepInput.Of("x") }, Outputs = ["y"] }],
        Batch = new BatchPolicy(BatchMode.Asynchronous, 1),
        Budget = new Budget(trials, null, null),
        InitialTrials = 1,
        Lab = "bench",
    };

    private static double[] Syncs(string folder, int count)
    {
        using var file = new FileDisk().OpenAppend(Path.Combine(folder, "bare"));
        var content = new byte[400];
        return [.. Enumerable.Range(0, count).Select(_ =>
        {
            var before = Stopwatch.GetTimestamp();
            file.Append(content);
            file.Sync();
            return Stopwatch.GetElapsedTime(before).TotalMilliseconds;
        })];
    }
}
