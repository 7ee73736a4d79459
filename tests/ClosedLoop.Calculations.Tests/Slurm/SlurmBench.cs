using System.Text;
using ClosedLoop.Domain;
using ClosedLoop.Storage;
using ClosedLoop.Tests;

namespace ClosedLoop.Calculations.Tests;

/// <summary>What a test of the cluster works with: a folder, lives of an instrument's process over it, and programs that write down that they began.</summary>
internal sealed class SlurmBench(SlurmCluster cluster) : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly CancellationTokenSource _end = new();
    private readonly List<Task> _runs = [];

    public static SlurmPacing Quick { get; } = new()
    {
        GatherFor = TimeSpan.FromMilliseconds(50),
        LookEvery = TimeSpan.FromMilliseconds(50),
        PollEvery = TimeSpan.FromMilliseconds(300),
        PollAtMost = TimeSpan.FromSeconds(1),
        CommandLimit = TimeSpan.FromSeconds(20),
        ForgottenAfter = TimeSpan.FromSeconds(1.5),
        FileLag = TimeSpan.FromSeconds(1),
        AliveFor = TimeSpan.FromSeconds(7),
    };

    public SlurmCluster Cluster => cluster;

    public string Folder { get; } = Directory.CreateTempSubdirectory("closedloop-runs-").FullName;

    /// <summary>What the controller was lost for and found again, in words.</summary>
    public List<string> Warnings { get; } = [];

    /// <summary>The programs' own record of their beginnings: <c>{run} {node}</c> each.</summary>
    public IReadOnlyList<string> Witness => File.Exists(In("witness")) ? File.ReadAllLines(In("witness")) : [];

    public string In(string name) => Path.Combine(Folder, name);

    /// <summary>Puts the cluster right again, whatever the test before did to it.</summary>
    public async Task ReadyAsync()
    {
        cluster.Revive();
        await SeenAsync(() => cluster.Ask("sinfo", "--noheader").Contains("calc", StringComparison.Ordinal));
        cluster.Ask("scontrol", "update", "nodename=n1,n2", "state=resume");
        await SeenAsync(() => cluster.Ask("sinfo", "--noheader", "--Node", "--states=idle", "--format=%N").Split('\n').Distinct().Count(line => line is "n1" or "n2") == 2);
    }

    /// <summary>An execution as a process makes it when it starts.</summary>
    /// <param name="settings">Of the cluster.</param>
    /// <param name="wrapped">A shell script that takes sbatch's place and calls the real one as <c>"$SBATCH"</c>; null for the real one.</param>
    public SlurmExecution Life(SlurmSettings? settings = null, string? wrapped = null)
    {
        var path = Environment.GetEnvironmentVariable("PATH")!;
        if (wrapped is not null)
        {
            var real = path.Split(':').Select(folder => Path.Combine(folder, "sbatch")).First(File.Exists);
            Directory.CreateDirectory(In("wrapped"));
            File.WriteAllText(In("wrapped/sbatch"), $"#!/bin/bash\nSBATCH={real} HERE={Folder} CLUSTER={cluster.Folder}\n{wrapped}\n");
            SlurmCluster.Chmod(In("wrapped/sbatch"), "500");
            path = $"{In("wrapped")}:{path}";
        }

        var queue = new SlurmQueue(new SlurmCommands(path, cluster.Environment), Quick, TimeProvider.System, Warnings.Add);
        return new SlurmExecution(In("slurm"), settings ?? new SlurmSettings(), queue, new FileDisk());
    }

    /// <summary>A run of a shell script, which finds a writable folder of the test as <c>$HERE</c>.</summary>
    public CalculationRun Run(int trial, string script, string? stopFile = null, TimeSpan? limit = null, int attempt = 1)
    {
        var id = new DispatchId(Path.GetFileName(Folder), trial, "compute", 1);
        var files = new Dictionary<string, byte[]> { ["input.sh"] = Encoding.UTF8.GetBytes($"echo \"{trial} $SLURMD_NODENAME\" >> $HERE/witness\n{script}\n") };
        var stage = new CalculationStage("scf", files, ["/bin/bash", "input.sh"])
        {
            StopFile = stopFile,
            Environment = new Dictionary<string, string> { ["HERE"] = Folder },
        };
        var run = new CalculationRun
        {
            DispatchId = id,
            Stage = stage,
            Attempt = attempt,
            Folder = In($"{id}/scf.{attempt}"),
            Resources = new RunResources(1, limit ?? TimeSpan.FromMinutes(5)) { Grace = TimeSpan.FromSeconds(2) },
        };
        Directory.CreateDirectory(run.Folder);
        File.WriteAllBytes(Path.Combine(run.Folder, "input.sh"), files["input.sh"]);
        return run;
    }

    /// <summary>Lets a life of the process follow a run.</summary>
    public Task<ProcessEnding> Follow(SlurmExecution life, CalculationRun run, List<RunPhase>? phases = null, CancellationToken stop = default, CancellationToken leave = default)
    {
        var leaving = CancellationTokenSource.CreateLinkedTokenSource(leave, _end.Token);
        var running = life.RunAsync(run, phase => phases?.Add(phase), stop, leaving.Token);
        _runs.Add(running);
        return running;
    }

    /// <summary>How it ended, but not for ever.</summary>
    public async Task<ProcessEnding> EndAsync(Task<ProcessEnding> running)
    {
        if (await Task.WhenAny(running, Task.Delay(Patience, TimeProvider.System, _end.Token)) != running)
        {
            throw new TimeoutException($"The run has not ended.\n{Describe()}");
        }

        return await running;
    }

    /// <summary>Waits until something can be seen.</summary>
    public async Task SeenAsync(Func<bool> seen)
    {
        var began = TimeProvider.System.GetTimestamp();
        using var glances = new PeriodicTimer(TimeSpan.FromMilliseconds(40));
        while (!seen())
        {
            if (TimeProvider.System.GetElapsedTime(began) > Patience)
            {
                throw new TimeoutException($"Not seen.\n{Describe()}");
            }

            await glances.WaitForNextTickAsync();
        }
    }

    /// <summary>Lines of the queue: name, comment, state; ended ones too.</summary>
    public IReadOnlyList<string> Queue(string states = "all") =>
        cluster.Ask("squeue", "--noheader", $"--states={states}", "--array", "--format=%i|%j|%k|%T").Split('\n', StringSplitOptions.RemoveEmptyEntries);

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await Task.WhenAll(_runs).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        cluster.Ask("scancel", "--full", $"--user={Environment.UserName}");
        await SeenAsync(() => cluster.OnNode("n1").Count + cluster.OnNode("n2").Count == 0);
        Directory.Delete(Folder, recursive: true);
    }

    private string Describe()
    {
        var records = Directory.GetFiles(Folder, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(Folder, file)).Order(StringComparer.Ordinal);
        var logs = Directory.GetFiles(Folder, "script.log", SearchOption.AllDirectories).Select(File.ReadAllText);
        return $"{string.Join('\n', Queue())}\n{string.Join('\n', records)}\n{string.Join('\n', logs)}\n{string.Join('\n', Warnings)}\n{cluster.Ask("sinfo")}\n{cluster.Describe()}";
    }
}
