using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace ClosedLoop.Tests;

/// <summary>
/// A real Slurm of this test: munged, slurmctld and two slurmd as processes in the foreground, on ports of their own, in a folder of their own, with nothing under <c>/etc</c>.
/// What is lost is noticed as soon as Slurm can.
/// </summary>
internal sealed class SlurmCluster : IAsyncDisposable
{
    public const string Packages = "slurmctld slurmd slurm-client munge";

    private static readonly string[] Programs = ["munged", "slurmctld", "slurmd", "sbatch", "squeue", "scancel", "sinfo"];
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Dictionary<string, Process> _daemons = [];

    public SlurmCluster(int cpus = 4)
    {
        foreach (var folder in new[] { "state", "run", "log", "n1", "n2" })
        {
            Directory.CreateDirectory(In(folder));
        }

        // munged wants no key, and no folder above its socket, that others could write.
        Chmod(Folder, "755");
        File.WriteAllBytes(In("munge.key"), RandomNumberGenerator.GetBytes(1024));
        Chmod(In("munge.key"), "400");
        File.WriteAllText(In("cgroup.conf"), "CgroupPlugin=cgroup/v1\nCgroupAutomount=no\n");
        File.WriteAllText(In("log/completed.txt"), "");
        File.WriteAllText(Configuration, ConfigurationText(cpus));
    }

    /// <summary>What is not installed here; null when everything is.</summary>
    public static string? Missing => Programs.Where(program => Find(program) is null).ToList() is { Count: > 0 } missing
        ? $"{string.Join(", ", missing)} not installed: apt-get install {Packages}"
        : null;

    public string Folder { get; } = Directory.CreateTempSubdirectory("closedloop-slurm-").FullName;

    public string Configuration => In("slurm.conf");

    /// <summary>What a process needs to talk to this cluster.</summary>
    public IReadOnlyDictionary<string, string> Environment => new Dictionary<string, string> { ["SLURM_CONF"] = Configuration };

    public async Task StartAsync()
    {
        Start("munged", "munged", ["--force", "--foreground", $"--key-file={In("munge.key")}", $"--socket={In("run/munge")}", $"--pid-file={In("run/munged.pid")}",
            $"--log-file={In("log/munged.log")}", $"--seed-file={In("run/munge.seed")}"]);
        await UntilAsync(() => File.Exists(In("run/munge")), "munged");
        StartController();
        StartNode("n1");
        StartNode("n2");
        await UntilAsync(() => IdleNodes() == 2, "two nodes");
    }

    /// <summary>Starts again what a test has killed and not started again.</summary>
    public void Revive()
    {
        foreach (var (name, daemon) in _daemons.ToList())
        {
            if (daemon.HasExited)
            {
                if (name == "slurmctld")
                {
                    StartController();
                }
                else
                {
                    StartNode(name);
                }
            }
        }
    }

    public void StartController() => Start("slurmctld", "slurmctld", ["-D", "-f", Configuration]);

    public void StartNode(string node) => Start(node, "slurmd", ["-D", "-N", node, "-f", Configuration]);

    /// <summary><c>kill -9</c> of one daemon: <c>slurmctld</c>, or a node's slurmd, whose work goes on.</summary>
    public void Kill(string daemon)
    {
        _daemons[daemon].Kill(entireProcessTree: false);
        _daemons[daemon].WaitForExit();
    }

    /// <summary>A node loses its power: its slurmd and all that it runs.</summary>
    public void KillNode(string node)
    {
        Kill(node);

        // All at once: none may see another's death and write it down.
        var doomed = OnNode(node);
        Signal("STOP", doomed);
        Signal("KILL", doomed);
    }

    /// <summary>Numbers of the processes that run on a node: scripts, their programs, and the shepherds that Slurm puts over them.</summary>
    public IReadOnlyCollection<int> OnNode(string node) => With($"SLURMD_NODENAME={node}");

    /// <summary>Processes of this cluster that have a variable, and the shepherds over them.</summary>
    private HashSet<int> With(string variable)
    {
        var found = new HashSet<int>();
        foreach (var path in Directory.GetDirectories("/proc").Where(path => int.TryParse(Path.GetFileName(path), out _)))
        {
            try
            {
                var variables = File.ReadAllText(Path.Combine(path, "environ")).Split('\0');
                if (variables.Contains(variable) && variables.Contains($"SLURM_CONF={Configuration}"))
                {
                    found.Add(int.Parse(Path.GetFileName(path)));
                    if (Parent(path) is { } parent && File.ReadAllText($"/proc/{parent}/comm").StartsWith("slurmstepd", StringComparison.Ordinal))
                    {
                        found.Add(parent);
                    }
                }
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                // It has ended meanwhile, or is another user's.
            }
        }

        return found;
    }

    /// <summary>What one of Slurm's commands prints.</summary>
    public string Ask(string command, params IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(Find(command)!, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        start.Environment["SLURM_CONF"] = Configuration;
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var text = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? text : $"{command}: {error.Result}";
    }

    public string Describe() => string.Join('\n', Directory.GetFiles(In("log"), "*.log").Select(file => $"{file}\n{string.Join('\n', File.ReadLines(file).TakeLast(25))}"));

    public ValueTask DisposeAsync()
    {
        Ask("scancel", "--full", $"--user={System.Environment.UserName}");
        foreach (var (name, daemon) in _daemons.Reverse())
        {
            if (name is "n1" or "n2")
            {
                KillNode(name);
            }
            else
            {
                daemon.Kill();
            }

            daemon.WaitForExit();
            daemon.Dispose();
        }

        // A shepherd may outlive its node.
        Signal("KILL", With($"SLURM_CONF={Configuration}"));

        Directory.Delete(Folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    private static int? Parent(string process) =>
        File.ReadLines(Path.Combine(process, "status")).FirstOrDefault(line => line.StartsWith("PPid:", StringComparison.Ordinal)) is { } line
            ? int.Parse(line[5..].Trim())
            : null;

    private static string? Find(string program) => (System.Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator)
        .Append("/usr/sbin")
        .Select(folder => Path.Combine(folder, program))
        .FirstOrDefault(File.Exists);

    private static void Signal(string signal, IReadOnlyCollection<int> processes)
    {
        using var kill = Process.Start(new ProcessStartInfo("kill", [$"-{signal}", .. processes.Select(process => $"{process}")]) { RedirectStandardError = true })!;
        kill.WaitForExit();
    }

    /// <summary>What the file system lets others do.</summary>
    public static void Chmod(string path, string mode)
    {
        using var chmod = Process.Start("chmod", [mode, path]);
        chmod.WaitForExit();
    }

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }

    private string In(string name) => Path.Combine(Folder, name);

    private int IdleNodes() => Ask("sinfo", "--noheader", "--Node", "--states=idle,mix,alloc", "--format=%N").Split('\n').Count(line => line is "n1" or "n2");

    private void Start(string name, string program, IEnumerable<string> arguments)
    {
        var log = In($"log/{name}.out");
        // Through a shell, for a place where its output goes on after this process; exec, so that the number is the daemon's own.
        string[] command = ["-c", "exec \"$@\" >>\"$0\" 2>&1 </dev/null", log, Find(program)!, .. arguments];
        var start = new ProcessStartInfo("/bin/sh", command) { UseShellExecute = false };
        start.Environment["SLURM_CONF"] = Configuration;
        _daemons[name] = Process.Start(start)!;
    }

    private async Task UntilAsync(Func<bool> seen, string what)
    {
        var began = TimeProvider.System.GetTimestamp();
        using var glances = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (!seen())
        {
            if (TimeProvider.System.GetElapsedTime(began) > Patience)
            {
                throw new TimeoutException($"No {what} within {Patience.TotalSeconds} s.\n{Describe()}");
            }

            await glances.WaitForNextTickAsync();
        }
    }

    private string ConfigurationText(int cpus)
    {
        var (host, user) = (Dns.GetHostName().Split('.')[0], System.Environment.UserName);
        return $"""
            ClusterName=test
            SlurmctldHost={host}(127.0.0.1)
            SlurmctldPort={FreePort()}
            SlurmUser={user}
            SlurmdUser={user}
            AuthType=auth/munge
            # Until the credential of the run before has expired, a requeued one waits.
            AuthInfo=socket={In("run/munge")},cred_expire=5
            StateSaveLocation={In("state")}
            SlurmdSpoolDir={Folder}/%n
            SlurmctldPidFile={In("run/slurmctld.pid")}
            SlurmdPidFile={In("run/slurmd.%n.pid")}
            SlurmctldLogFile={In("log/slurmctld.log")}
            SlurmdLogFile={In("log/slurmd.%n.log")}
            # No control groups and no message passing: one machine plays two nodes.
            ProctrackType=proctrack/linuxproc
            TaskPlugin=task/none
            JobAcctGatherType=jobacct_gather/none
            MpiDefault=none
            CommunicationParameters=NoAddrCache
            SlurmdParameters=config_overrides
            DebugFlags=NO_CONF_HASH
            SelectType=select/cons_tres
            SelectTypeParameters=CR_CPU
            SchedulerType=sched/builtin
            SchedulerParameters=sched_interval=1,batch_sched_delay=0,sched_min_interval=0
            MessageTimeout=2
            SlurmctldTimeout=10
            SlurmdTimeout=3
            ReturnToService=2
            JobRequeue=1
            KillWait=3
            MinJobAge=300
            MaxArraySize=2001
            AccountingStorageType=accounting_storage/none
            JobCompType=jobcomp/filetxt
            JobCompLoc={In("log/completed.txt")}
            NodeName=n1 NodeHostname={host} NodeAddr=127.0.0.1 Port={FreePort()} CPUs={cpus} RealMemory=4000 State=UNKNOWN
            NodeName=n2 NodeHostname={host} NodeAddr=127.0.0.1 Port={FreePort()} CPUs={cpus} RealMemory=4000 State=UNKNOWN
            PartitionName=calc Nodes=n1,n2 Default=YES MaxTime=60 DefaultTime=5 State=UP

            """;
    }
}
