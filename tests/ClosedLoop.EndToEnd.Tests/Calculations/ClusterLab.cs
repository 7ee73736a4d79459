using ClosedLoop.Campaigns;
using ClosedLoop.Tests;

namespace ClosedLoop.EndToEnd.Tests;

/// <summary>Broker, orchestrator and instrument as processes over a cluster of two nodes. The calculations write down that they began and that they ended.</summary>
internal sealed class ClusterLab : IAsyncDisposable
{
    private const string Campaign = "bowl";

    private readonly int _port = FreePort.Next();
    private readonly SlurmCluster _cluster = new();
    private readonly Dictionary<ClusterVictim, RunningProcess> _processes = [];
    private RunningProcess? _broker;

    public TestFolder Folder { get; } = new();

    public RunningProcess Orchestrator => _processes[ClusterVictim.Orchestrator];

    public CampaignState State => Folder.State(Campaign);

    public IReadOnlyList<CampaignEvent> Events => Folder.Events(Campaign);

    /// <summary>Names of the calculations that began, by their own record, once for each time.</summary>
    public IReadOnlyList<string> Begun => Read("begun");

    /// <summary>Every run's records: <c>….run</c>.</summary>
    public IReadOnlyList<string> Records =>
        Directory.GetDirectories(Path.Combine(Folder.Data, "instruments", "bowl-1", "calculations"), "*.run", SearchOption.AllDirectories);

    public async Task StartAsync(int trials, int atOnce)
    {
        await _cluster.StartAsync();
        Folder.Write("bowl.sh", """
            echo "$SLURM_JOB_NAME x" >> "$HERE/begun"
            sleep 1.5
            awk -v x="$1" 'BEGIN {printf "height %.10f\n", (x - 1)^2}'
            """);
        Folder.Write("script.yaml", $$$"""
            lab: script
            instruments:
              - id: bowl-1
                type: calculation
                capability: bowl
                capacity: {{{atOnce}}}
                timeLimit: 10 min
                cache: false
                keepRuns: all
                execution: slurm
                code:
                  type: command
                  inputs: [x]
                  command: [sh, bowl.sh, "{{x}}"]
                  files: [bowl.sh]
                  environment: {HERE: {{{Folder.FullPath}}}}
                  outputs:
                    height: {regex: "^height (\\S+)"}

            """);
        Folder.Write("bowl.yaml", $$"""
            name: {{Campaign}}
            seed: 11
            lab: script
            parameters:
              x: {type: continuous, lower: -5, upper: 5}
            objectives:
              height: {goal: minimize}
            workflow:
              - {step: energy, capability: bowl, inputs: [x], outputs: [height], deadline: 5 min, repeatable: true}
            batch: {mode: asynchronous, size: {{atOnce}}}
            initial: {{trials}}
            budget: {trials: {{trials}}}

            """);
        _broker = Executable.Start(Folder.FullPath, ["broker", "--port", $"{_port}"]);
        await _broker.LineAsync("Broker at");
        Start(ClusterVictim.Instrument);
        await _processes[ClusterVictim.Instrument].LineAsync("1 instruments");
        Start(ClusterVictim.Orchestrator);
    }

    /// <summary><c>kill -9</c>, and a new start at once.</summary>
    public async Task KillAsync(ClusterVictim victim)
    {
        if (victim is ClusterVictim.Orchestrator or ClusterVictim.Instrument)
        {
            await _processes[victim].KillAsync();
            Start(victim);
            return;
        }

        var daemon = victim switch { ClusterVictim.Slurmctld => "slurmctld", ClusterVictim.FirstSlurmd => "n1", _ => "n2" };
        _cluster.Kill(daemon);
        _cluster.Revive();
    }

    /// <summary>Lets nodes work again that Slurm has drained, because a number that it gave out twice met itself there: what an operator would do.</summary>
    public void Resume() => _cluster.Ask("scontrol", "update", "nodename=n1,n2", "state=resume");

    public string Describe() =>
        $"{string.Join("\n\n", _processes.Values)}\n{_cluster.Ask("squeue", "--states=all", "--format=%i|%j|%T|%r")}\n{_cluster.Ask("sinfo")}\n{_cluster.Describe()}";

    public async ValueTask DisposeAsync()
    {
        foreach (var process in _processes.Values.Append(_broker).OfType<RunningProcess>())
        {
            await process.DisposeAsync();
        }

        await _cluster.DisposeAsync();
        Folder.Dispose();
    }

    private void Start(ClusterVictim victim)
    {
        string[] broker = ["--broker", $"127.0.0.1:{_port}"];
        string[] arguments = victim == ClusterVictim.Instrument ? ["instrument", "script.yaml", .. broker] : ["run", "bowl.yaml", "--plain", "--no-instruments", .. broker];
        _processes[victim] = Executable.Start(Folder.FullPath, arguments, _cluster.Environment.Select(variable => (variable.Key, variable.Value)));
    }

    private string[] Read(string name)
    {
        var path = Path.Combine(Folder.FullPath, name);
        return File.Exists(path) ? [.. File.ReadAllLines(path).Select(line => line.Split(' ')[0])] : [];
    }
}
