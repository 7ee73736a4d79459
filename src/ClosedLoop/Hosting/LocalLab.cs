using ClosedLoop.Calculations;
using ClosedLoop.CampaignFiles;
using ClosedLoop.Domain;
using ClosedLoop.Instruments;
using ClosedLoop.Mqtt;
using ClosedLoop.Simulators;
using ClosedLoop.Storage;
using ClosedLoop.VirtualLabs;
using Microsoft.Extensions.Logging;

namespace ClosedLoop;

/// <summary>The instruments of a lab file, run by this process on one thread of their own. They meet the orchestrator over the broker only.</summary>
internal sealed class LocalLab : IAsyncDisposable
{
    private readonly CancellationTokenSource _end = new();
    private readonly LoopThread _thread = new("instruments");
    private readonly List<Task> _running = [];
    private readonly List<LocalInstrument> _instruments = [];
    private readonly string _dataFolder;

    private LocalLab(
        string dataFolder,
        LabFile lab,
        IReadOnlyList<(FaultSite Site, Func<IDisk, IInstrument> Make)> instruments,
        IMqttConnector connector,
        LiveScenario? scenario,
        ILogger logger)
    {
        (_dataFolder, Scenario) = (dataFolder, scenario);
        foreach (var (site, make) in instruments)
        {
            var instrument = new LocalInstrument(lab.Name, site, make, FolderOf(dataFolder, site.Name), connector, scenario?.Plan, logger);
            _instruments.Add(instrument);
            _running.Add(_thread.RunAsync(() => instrument.RunAsync(_end.Token)));
        }

        Failed = FirstFailureAsync();
    }

    /// <summary>What breaks it on purpose; null for nothing.</summary>
    public LiveScenario? Scenario { get; }

    /// <summary>What the devices did so far.</summary>
    public IReadOnlyList<WitnessEntry> Acts =>
        [.. _instruments.SelectMany(instrument => WitnessLog.Read(new FileDisk(), FolderOf(_dataFolder, instrument.Id)))];

    /// <summary>Kills an instrument and starts it again.</summary>
    /// <param name="id">The instrument.</param>
    /// <param name="down">How long it is away.</param>
    /// <param name="losesLedger">Whether its ledger is gone then.</param>
    public void Restart(string id, TimeSpan down, bool losesLedger) =>
        _thread.Post(_ => _instruments.Single(instrument => instrument.Id == id).Restart(down, losesLedger), null);

    /// <summary>How many instruments there are.</summary>
    public int Count => _running.Count;

    /// <summary>Ends when an instrument's host ends by itself, with its error.</summary>
    public Task Failed { get; }

    /// <summary>Runs the instruments of a campaign's lab.</summary>
    /// <param name="settings">The host's settings.</param>
    /// <param name="lab">The lab's name.</param>
    /// <param name="connector">The way to the broker.</param>
    /// <param name="scenario">What breaks them on purpose; null for nothing.</param>
    /// <param name="logger">Takes what they tell.</param>
    /// <exception cref="BadInputException">There is no lab file of that name, or it has mistakes, or the scenario does not fit it.</exception>
    public static LocalLab Start(ClosedLoopSettings settings, string lab, IMqttConnector connector, Scenario? scenario, ILogger logger)
    {
        var path = Path.Combine(settings.LabsFolder, $"{lab}.yaml");
        return File.Exists(path)
            ? StartFile(settings, path, [], connector, scenario, logger)
            : throw new BadInputException($"there is no lab file {path}, so this process cannot run the instruments of the lab '{lab}'; write it, "
                + "or start with --no-instruments if they run elsewhere");
    }

    /// <summary>Runs the instruments of a lab file, or only those named.</summary>
    /// <exception cref="BadInputException">The file is missing or has mistakes.</exception>
    public static LocalLab StartFile(
        ClosedLoopSettings settings,
        string path,
        IReadOnlyList<string> only,
        IMqttConnector connector,
        Scenario? scenario,
        ILogger logger)
    {
        if (!File.Exists(path))
        {
            throw new BadInputException($"{path}: there is no such file");
        }

        var result = LabFileReader.Read(File.ReadAllText(path), path);
        if (result.File is not { } lab)
        {
            throw new BadInputException([.. result.Errors.Select(error => error.ToString())]);
        }

        var unknown = only.Except(lab.Instruments.Select(instrument => instrument.Id)).ToList();
        if (unknown.Count > 0)
        {
            throw new BadInputException(
                $"{path} has no instrument {string.Join(", ", unknown)}; it has {string.Join(", ", lab.Instruments.Select(instrument => instrument.Id))}");
        }

        var chosen = lab.Instruments.Where(instrument => only.Count == 0 || only.Contains(instrument.Id)).ToList();
        var builder = new InstrumentBuilder(path, lab.Speed);
        var simulated = chosen.Where(file => file.Calculation is null).Select(builder.Build).ToList();
        var calculationBuilder = new CalculationBuilder(path, lab.Cores, settings.DataFolder, text => HostLog.Warned(logger, text));
        var calculations = chosen
            .Where(file => file.Calculation is not null)
            .Select(file => (Site: new FaultSite(file.Id, [file.Calculation!.Capability], false), Made: calculationBuilder.Build(file, FolderOf(settings.DataFolder, file.Id))))
            .ToList();
        if (builder.Errors.Count + calculationBuilder.Errors.Count > 0)
        {
            throw new BadInputException([.. builder.Errors, .. calculationBuilder.Errors]);
        }

        FaultSite[] sites = [.. simulated.Select(FaultSite.Of), .. calculations.Select(calculation => calculation.Site)];
        var live = scenario is null ? null : new LiveScenario(scenario, lab.Speed, sites, logger);
        return new LocalLab(
            settings.DataFolder,
            lab,
            [
                .. simulated.Select(instrument => (FaultSite.Of(instrument), Simulated(instrument with { Faults = live?.Plan }, FolderOf(settings.DataFolder, instrument.Id)))),
                .. calculations.Select(calculation => (calculation.Site, Always(calculation.Made!))),
            ],
            connector,
            live,
            logger);
    }

    private static Func<IDisk, IInstrument> Simulated(SimulatedInstrumentSettings settings, string folder) =>
        disk => SimulatedInstruments.Make(settings, new WitnessLog(disk, folder));

    private static Func<IDisk, IInstrument> Always(CalculationInstrument instrument) => _ => instrument;

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await Task.WhenAll(_running).ContinueWith(_ => { }, TaskScheduler.Default);
        _thread.Dispose();
        _end.Dispose();
    }

    private static string FolderOf(string dataFolder, string instrument) => Path.Combine(Path.GetFullPath(dataFolder), "instruments", instrument);

    private async Task FirstFailureAsync() => await await Task.WhenAny(_running);
}
