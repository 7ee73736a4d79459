using System.Security.Cryptography;
using ClosedLoop.CampaignFiles;
using ClosedLoop.Instruments;
using ClosedLoop.Messaging;
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
    private readonly List<MqttInstrumentBus> _buses = [];

    private LocalLab(string dataFolder, LabFile lab, IReadOnlyList<IInstrument> instruments, IMqttConnector connector, ILogger logger)
    {
        var disk = new FileDisk();
        foreach (var instrument in instruments)
        {
            var bus = new MqttInstrumentBus(connector, lab.Name, instrument.Id, TimeProvider.System);
            var host = new InstrumentHost(
                instrument,
                bus,
                disk,
                FolderOf(dataFolder, instrument.Id),
                TimeProvider.System,
                () => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8)),
                e => HostLog.Instrument(logger, e.Instrument, e.Kind, e.DispatchId?.ToString(), e.Text));
            _buses.Add(bus);
            _running.Add(_thread.RunAsync(() => host.RunAsync(_end.Token)));
        }

        Failed = FirstFailureAsync();
    }

    /// <summary>How many instruments there are.</summary>
    public int Count => _running.Count;

    /// <summary>Ends when an instrument's host ends by itself, with its error.</summary>
    public Task Failed { get; }

    /// <summary>Runs the instruments of a campaign's lab.</summary>
    /// <exception cref="BadInputException">There is no lab file of that name, or it has mistakes.</exception>
    public static LocalLab Start(ClosedLoopSettings settings, string lab, IMqttConnector connector, ILogger logger)
    {
        var path = Path.Combine(settings.LabsFolder, $"{lab}.yaml");
        return File.Exists(path)
            ? StartFile(settings, path, [], connector, logger)
            : throw new BadInputException($"there is no lab file {path}, so this process cannot run the instruments of the lab '{lab}'; write it, "
                + "or start with --no-instruments if they run elsewhere");
    }

    /// <summary>Runs the instruments of a lab file, or only those named.</summary>
    /// <exception cref="BadInputException">The file is missing or has mistakes.</exception>
    public static LocalLab StartFile(ClosedLoopSettings settings, string path, IReadOnlyList<string> only, IMqttConnector connector, ILogger logger)
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

        var chosen = lab.Instruments.Where(instrument => only.Count == 0 || only.Contains(instrument.Id));
        var disk = new FileDisk();
        var builder = new InstrumentBuilder(path, lab.Speed);
        var instruments = chosen.Select(builder.Build).ToList();
        return builder.Errors.Count > 0
            ? throw new BadInputException(builder.Errors)
            : new LocalLab(
                settings.DataFolder,
                lab,
                instruments.ConvertAll(instrument => SimulatedInstruments.Make(instrument, new WitnessLog(disk, FolderOf(settings.DataFolder, instrument.Id)))),
                connector,
                logger);
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await Task.WhenAll(_running).ContinueWith(_ => { }, TaskScheduler.Default);
        foreach (var bus in _buses)
        {
            await bus.DisposeAsync();
        }

        _thread.Dispose();
        _end.Dispose();
    }

    private static string FolderOf(string dataFolder, string instrument) => Path.Combine(Path.GetFullPath(dataFolder), "instruments", instrument);

    private async Task FirstFailureAsync() => await await Task.WhenAny(_running);
}
