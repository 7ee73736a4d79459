using System.CommandLine;
using System.Globalization;
using ClosedLoop.Tests;

namespace ClosedLoop.Benchmarks;

/// <summary>
/// <c>slurm</c>: campaigns of calculations through broker, orchestrator and instrument in processes of their own, on a real Slurm of two nodes that this command starts, and on this machine
/// without it: how long a calculation takes beside its program, and what hundreds of them at once cost.
/// </summary>
internal static class SlurmCommand
{
    public static Command Create()
    {
        var trials = new Option<int>("--trials") { DefaultValueFactory = _ => 20, Description = "calculations one after the other, for the overhead of each; 0 for none" };
        var flight = new Option<int>("--flight") { DefaultValueFactory = _ => 64, Description = "calculations in flight from one campaign, four times as many in all; 0 for none" };
        var queued = new Option<int>("--queued") { DefaultValueFactory = _ => 1000, Description = "calculations in the queue from one campaign, a quarter more in all; 0 for none" };
        var command = new Command("slurm", "Calculations on a real cluster: overhead of each, many in flight, many queued; memory and latency") { trials, flight, queued };
        command.SetAction((result, cancel) => RunAsync(result.GetValue(trials), result.GetValue(flight), result.GetValue(queued), cancel));
        return command;
    }

    private static async Task<int> RunAsync(int trials, int flight, int queued, CancellationToken cancel)
    {
        if (SlurmCluster.Missing is { } missing)
        {
            await Console.Error.WriteLineAsync(missing);
            return 2;
        }

        await using var cluster = new SlurmCluster(cpus: 32);
        await cluster.StartAsync();
        Console.WriteLine("| campaign | done | in flight, most | all dispatched, accepted | result to next command: p50, p99 | refused as late | beside the program's 1 s, at the instrument: median, p95 "
            + "| from dispatch to result: median, p95 | time in all | orchestrator | instrument | broker | polls |");
        Console.WriteLine("|---|---|---|---|---|---|---|---|---|---|---|---|---|");
        ClusterCampaign[] campaigns =
        [
            new("local, one by one", "local", trials, 1, 1),
            new("Slurm, one by one", "slurm", trials, 1, 1),
            new($"Slurm, {flight} in flight", "slurm", 4 * flight, flight, 1),
            new($"Slurm, {queued} queued", "slurm", queued * 5 / 4, queued, 1),
        ];
        foreach (var campaign in campaigns.Where(campaign => campaign.Trials > 0))
        {
            await ShowAsync(campaign, cluster, cancel);
        }

        return 0;
    }

    private static async Task ShowAsync(ClusterCampaign campaign, SlurmCluster cluster, CancellationToken cancel)
    {
        var figures = await ClusterRun.MeasureAsync(campaign, cluster, cancel);
        var beside = figures.AtInstrument.Select(seconds => seconds - campaign.Seconds).ToArray();
        string Next() => figures.Next.Count == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"{1000 * Quartiles.At(figures.Next, 0.5):F0} ms, {1000 * Quartiles.At(figures.Next, 0.99):F0} ms");
        string Both(IReadOnlyCollection<double> values) => string.Create(CultureInfo.InvariantCulture, $"{Quartiles.At(values, 0.5):F3} s, {Quartiles.At(values, 0.95):F3} s");
        string Use(string process) => string.Create(CultureInfo.InvariantCulture, $"{figures.Megabytes[process]:F0} MB, {figures.CpuSeconds[process]:F1} s");
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"| {campaign.Title} | {figures.Seconds.Count} | {figures.MostAtOnce} | {figures.Dispatched.TotalSeconds:F1} s, {figures.Accepted.TotalSeconds:F1} s | {Next()} | {figures.Refused} | {Both(beside)} | {Both(figures.Seconds)} | {figures.Took.TotalSeconds:F0} s | "
            + $"{Use("run")} | {Use("instrument")} | {Use("broker")} | {figures.Polls} |"));
    }
}
