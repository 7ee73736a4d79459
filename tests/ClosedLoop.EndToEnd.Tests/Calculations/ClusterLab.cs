using System.Text.RegularExpressions;
using ClosedLoop.Campaigns;
using ClosedLoop.Tests;

namespace ClosedLoop.EndToEnd.Tests;

/// <summary>Broker, orchestrator and instrument as processes over a cluster of two nodes: the shipped campaign of magnesium at three levels, its pw.x on the nodes.</summary>
internal sealed class ClusterLab : IAsyncDisposable
{
    private const string Campaign = "magnesium";

    private readonly int _port = FreePort.Next();
    private readonly SlurmCluster _cluster = new();
    private readonly Dictionary<ClusterVictim, RunningProcess> _processes = [];
    private RunningProcess? _broker;
    private string _campaign = "";

    public TestFolder Folder { get; } = new();

    public RunningProcess Orchestrator => _processes[ClusterVictim.Orchestrator];

    public CampaignState State => Folder.State(Campaign);

    public IReadOnlyList<CampaignEvent> Events => Folder.Events(Campaign);

    /// <summary>Every run's records: <c>….run</c>.</summary>
    public IReadOnlyList<string> Records =>
    [
        .. new[] { "low", "mid", "high" }.Select(level => Path.Combine(Folder.Data, "instruments", $"pw-{level}", "calculations")).Where(Directory.Exists)
            .SelectMany(path => Directory.GetDirectories(path, "*.run", SearchOption.AllDirectories)),
    ];

    /// <summary>How often a calculation began on a node.</summary>
    public int Begun => Records.Sum(record => Copies(record, "began").Count());

    public async Task StartAsync(int trials, int atOnce)
    {
        await _cluster.StartAsync();
        // A queue and daemons that are killed take their time, which the deadlines of the machine's own cores do not allow for. The folders of runs tell how often each began.
        var lab = Regex.Replace(ShippedCampaign.Text($"labs/{Campaign}.yaml"), "type: calculation\n", $"$0    execution: slurm\n    capacity: {atOnce}\n    keepRuns: all\n");
        lab = Regex.Replace(lab, "timeLimit: .*", "timeLimit: 10 min");
        _campaign = ShippedCampaign.Write(Folder, Campaign, text => Regex.Replace(ShippedCampaign.WithBudget(text, $"budget: {{trials: {trials}}}"), "deadline: [0-9]+ min", "deadline: 30 min")
            .Replace("size: 1", $"size: {atOnce}", StringComparison.Ordinal), lab);
        _broker = Executable.Start(Folder.FullPath, ["broker", "--port", $"{_port}"]);
        await _broker.LineAsync("Broker at");
        Start(ClusterVictim.Instrument);
        await _processes[ClusterVictim.Instrument].LineAsync("3 instruments");
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
        string[] arguments = victim == ClusterVictim.Instrument ? ["instrument", $"{Campaign}.yaml", .. broker] : ["run", _campaign, "--plain", "--no-instruments", .. broker];
        _processes[victim] = Executable.Start(Folder.FullPath, arguments, _cluster.Environment.Select(variable => (variable.Key, variable.Value)));
    }

    /// <summary>What a file said that was kept with a result.</summary>
    public string Text(string sha256) => File.ReadAllText(Directory.EnumerateFiles(Folder.Data, $"*{sha256}*", SearchOption.AllDirectories).First());

    /// <summary>A record's copies that have come as far as to write a file.</summary>
    public static IEnumerable<string> Copies(string record, string file) => Directory.GetDirectories(record, "copy-*").Where(copy => File.Exists(Path.Combine(copy, file)));
}
