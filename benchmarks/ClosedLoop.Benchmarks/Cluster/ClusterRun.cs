using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Reflection;
using ClosedLoop.Campaigns;
using ClosedLoop.Domain;
using ClosedLoop.Journal;
using ClosedLoop.Storage;
using ClosedLoop.Tests;

namespace ClosedLoop.Benchmarks;

/// <summary>Runs a campaign in three processes of the executable, as users run them, and reads its journal.</summary>
internal static class ClusterRun
{
    private const string Witness = "witness.txt";

    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(200);

    public static async Task<ClusterFigures> MeasureAsync(ClusterCampaign campaign, SlurmCluster cluster, CancellationToken cancel)
    {
        using var folder = new ScratchFolder();
        await File.WriteAllTextAsync(Path.Combine(folder.Path, "cluster.yaml"), campaign.Lab, cancel);
        await File.WriteAllTextAsync(Path.Combine(folder.Path, "sleep.sh"), campaign.Script(Path.Combine(folder.Path, Witness)), cancel);
        await File.WriteAllTextAsync(Path.Combine(folder.Path, "sleeping.yaml"), campaign.File, cancel);
        var broker = string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{FreePort()}");
        var processes = new Dictionary<string, Process>();
        var (memory, cpu) = (new Dictionary<string, double>(), new Dictionary<string, double>());
        var polls = Polls(cluster);
        try
        {
            processes["broker"] = Start(folder.Path, cluster, "broker", "--port", broker.Split(':')[1]);
            processes["instrument"] = Start(folder.Path, cluster, "instrument", "cluster.yaml", "--broker", broker);
            processes["run"] = Start(folder.Path, cluster, "run", "sleeping.yaml", "--no-instruments", "--plain", "--broker", broker);
            using var glances = new PeriodicTimer(Glance);
            while (!processes["run"].HasExited)
            {
                await glances.WaitForNextTickAsync(cancel);
                foreach (var (name, process) in processes.Where(entry => !entry.Value.HasExited))
                {
                    process.Refresh();
                    memory[name] = Math.Max(memory.GetValueOrDefault(name), process.PeakWorkingSet64 / 1e6);
                    cpu[name] = process.TotalProcessorTime.TotalSeconds;
                }
            }

            if (processes["run"].ExitCode != 0)
            {
                throw new InvalidOperationException($"The campaign ended with {processes["run"].ExitCode}: {await File.ReadAllTextAsync(Path.Combine(folder.Path, "run.log"), cancel)}");
            }

            return Read(campaign, folder.Path, memory, cpu, Polls(cluster) - polls);
        }
        finally
        {
            foreach (var process in processes.Values)
            {
                if (!process.HasExited)
                {
                    process.Kill();
                }

                await process.WaitForExitAsync(CancellationToken.None);
                process.Dispose();
            }
        }
    }

    private static ClusterFigures Read(ClusterCampaign campaign, string folder, Dictionary<string, double> memory, Dictionary<string, double> cpu, int polls)
    {
        var events = new Journals(new FileDisk(), Path.Combine(folder, "data")).ReadCampaign("sleeping");
        var dispatched = events.OfType<StepDispatched>().ToDictionary(e => e.Id, e => e.At);
        var succeeded = events.OfType<StepSucceeded>().ToList();
        var failed = events.OfType<StepFailed>().ToList();
        if (failed.Find(step => step.Kind != FailureKind.TooLate) is { } broken)
        {
            throw new InvalidOperationException($"{broken.Id} failed: {broken.Message}");
        }

        var (now, most) = (0, 0);
        foreach (var happened in events)
        {
            now += happened is StepDispatched ? 1 : happened is StepSucceeded or StepFailed ? -1 : 0;
            most = Math.Max(most, now);
        }

        var ran = File.ReadAllLines(Path.Combine(folder, Witness));
        if (ran.Length != campaign.Trials || ran.Distinct().Count() != campaign.Trials || succeeded.DistinctBy(e => e.Id.Trial).Count() != campaign.Trials)
        {
            throw new InvalidOperationException($"{campaign.Trials} calculations were wanted, {ran.Length} ran, {ran.Distinct().Count()} of them different, {succeeded.Count} results are recorded");
        }

        var begun = events.OfType<BatchProposed>().First().At;
        var answered = succeeded.Select(e => e.At).Order().ToList();
        var followed = events.OfType<StepDispatched>().Where(e => e.Id.Attempt == 1).Select(e => e.At).Order().Skip(campaign.AtOnce);
        return new ClusterFigures(
            events.OfType<StepDispatched>().Where(e => e.Id.Attempt == 1).Select(e => e.At).Order().ElementAt(campaign.AtOnce - 1) - begun,
            events.OfType<StepAccepted>().Select(e => e.At).Order().ElementAt(campaign.AtOnce - 1) - begun,
            [.. followed.Zip(answered, (next, result) => (next - result).TotalSeconds)],
            [.. succeeded.Select(e => (e.At - dispatched[e.Id]).TotalSeconds)],
            [.. succeeded.Select(e => (e.FinishedAt - e.StartedAt).TotalSeconds)],
            most,
            failed.Count,
            succeeded.Max(e => e.At) - dispatched.Values.Min(),
            memory,
            cpu,
            polls);
    }

    /// <summary>Through a shell, for a file that takes what it prints; exec, so that it is the process that is measured.</summary>
    private static Process Start(string folder, SlurmCluster cluster, params string[] arguments)
    {
        var program = typeof(ClusterRun).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().First(attribute => attribute.Key == "Program").Value!;
        string[] command = ["-c", "exec dotnet \"$@\" >\"$0\" 2>&1", Path.Combine(folder, $"{arguments[0]}.log"), program, .. arguments];
        var start = new ProcessStartInfo("/bin/sh", command) { WorkingDirectory = folder, UseShellExecute = false };
        start.Environment["ClosedLoop__LabsFolder"] = folder;
        start.Environment["ClosedLoop__DataFolder"] = Path.Combine(folder, "data");
        foreach (var (key, value) in cluster.Environment)
        {
            start.Environment[key] = value;
        }

        return Process.Start(start)!;
    }

    /// <summary>How many questions for its queue the controller has counted.</summary>
    private static int Polls(SlurmCluster cluster) => cluster.Ask("sdiag")
        .Split('\n')
        .Where(line => line.Contains("REQUEST_JOB_INFO ", StringComparison.Ordinal))
        .Select(line => line.Split("count:")[1].Split(' ', StringSplitOptions.RemoveEmptyEntries)[0])
        .Select(count => int.Parse(count, CultureInfo.InvariantCulture))
        .FirstOrDefault();

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}
