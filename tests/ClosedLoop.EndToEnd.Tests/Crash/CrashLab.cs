using ClosedLoop.Simulators;
using ClosedLoop.Storage;

namespace ClosedLoop.EndToEnd.Tests;

/// <summary>Broker, instruments and orchestrator as three processes that are killed and started again on the same folders.</summary>
internal sealed class CrashLab : IAsyncDisposable
{
    private static readonly string[] Instruments = ["furnace-1", "mixer-1", "profilometer-1"];

    private readonly CrashSettings _settings;
    private readonly int _port = FreePort.Next();
    private readonly Dictionary<Victim, RunningProcess> _processes = [];
    private readonly FileDisk _disk = new();
    private string _campaignFile = "";

    public CrashLab(CrashSettings settings)
    {
        _settings = settings;
        if (settings.Broker == BrokerKind.Mosquitto)
        {
            Mosquitto.Find();
        }

        Folder.Write("crash.yaml", CrashFiles.Lab(settings.Recover));
    }

    public TestFolder Folder { get; } = new();

    public int Port => _port;

    public RunningProcess Orchestrator => _processes[Victim.Orchestrator];

    /// <summary>Starts broker and instruments.</summary>
    public async Task StartAsync()
    {
        Start(Victim.Broker);
        await Until.TrueAsync(() => FreePort.IsOpen(_port), () => _processes[Victim.Broker].ToString());
        Start(Victim.Instruments);
        await _processes[Victim.Instruments].LineAsync("3 instruments");
    }

    /// <summary>Starts a fresh campaign.</summary>
    public void StartCampaign(string name, int seed)
    {
        _campaignFile = Folder.Write($"{name}.yaml", CrashFiles.Campaign(name, seed, _settings.Trials));
        Start(Victim.Orchestrator);
    }

    public async Task KillAsync(Victim victim) => await _processes[victim].KillAsync();

    public void Start(Victim victim) => _processes[victim] = victim switch
    {
        Victim.Broker when _settings.Broker == BrokerKind.Mosquitto => Mosquitto.Start(Folder.FullPath, _port),
        Victim.Broker => Executable.Start(Folder.FullPath, ["broker", "--port", $"{_port}"]),
        Victim.Instruments => Executable.Start(Folder.FullPath, ["instrument", "crash.yaml", "--broker", $"127.0.0.1:{_port}"]),
        _ => Executable.Start(Folder.FullPath, ["run", _campaignFile, "--broker", $"127.0.0.1:{_port}", "--no-instruments", "--plain"]),
    };

    /// <summary>What the devices did, in their own words.</summary>
    public IReadOnlyList<WitnessEntry> Witness() => [.. Instruments.SelectMany(id => WitnessLog.Read(_disk, FolderOf(id)))];

    /// <summary>How every dispatch ended by the instruments' ledgers, whose chains of hashes are verified.</summary>
    public IReadOnlyDictionary<string, string> LedgerEnds() => Instruments
        .SelectMany(id => LedgerReading.Ends(_disk, Path.Combine(FolderOf(id), "ledger.jsonl")))
        .ToDictionary();

    public string Describe() => string.Join("\n\n", _processes.Values.Select(process => process.ToString()));

    public async ValueTask DisposeAsync()
    {
        foreach (var process in _processes.Values)
        {
            await process.DisposeAsync();
        }

        Folder.Dispose();
    }

    private string FolderOf(string instrument) => Path.Combine(Folder.Data, "instruments", instrument);
}
