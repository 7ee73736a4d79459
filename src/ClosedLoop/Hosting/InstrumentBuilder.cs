using ClosedLoop.CampaignFiles;
using ClosedLoop.Instruments;
using ClosedLoop.Messaging;
using ClosedLoop.Simulators;

namespace ClosedLoop;

/// <summary>Makes the instruments that a lab file describes.</summary>
/// <param name="path">The lab file; tables are named relative to it.</param>
/// <param name="speed">Lab seconds for each second of the clock.</param>
/// <param name="witness">The device's own memory of its acts, by instrument id.</param>
internal sealed class InstrumentBuilder(string path, double speed, Func<string, WitnessLog> witness)
{
    private readonly DataFolder _folder = DataFolder.Of(path);
    private readonly List<string> _errors = [];

    /// <exception cref="BadInputException">A surface or a table that the file names does not exist, or does not fit; all of them are told.</exception>
    public IReadOnlyList<IInstrument> Build(IEnumerable<InstrumentFile> files)
    {
        var instruments = files.Select(Instrument).ToList();
        return _errors.Count == 0 ? instruments : throw new BadInputException(_errors);
    }

    private IInstrument Instrument(InstrumentFile file)
    {
        var settings = new SimulatedInstrumentSettings
        {
            Id = file.Id,
            Capacity = file.Capacity,
            Speed = speed,
            KeepsSamples = file.KeepsSamples,
            Setup = file.Setup is { } setup ? (setup.By, setup.Duration) : null,
            Capabilities = [.. file.Capabilities.Select(Capability)],
        };
        return file.Recover ? new RecoverableSimulatedInstrument(settings, witness(file.Id)) : new SimulatedInstrument(settings, witness(file.Id));
    }

    private SimulatedCapability Capability(CapabilityFile file) => new()
    {
        Name = file.Name,
        MeanDuration = file.Duration.Mean,
        DurationSpread = file.Duration.Spread,
        FailureProbability = file.Failure.Probability,
        FailureSample = file.Failure.Sample,
        Limits = file.Limits.ToDictionary(limit => limit.Key, limit => new ParameterLimit(limit.Value.Lower, limit.Value.Upper, null)),
        Response = Response(file.Response),
    };

    private IResponse Response(ResponseFile file)
    {
        try
        {
            return file switch
            {
                PassResponseFile pass => new PassResponse(pass.Outputs),
                SurfaceResponseFile surface => new MappedResponse(
                    ResponseSurfaces.Find(surface.Surface)
                        ?? throw new ArgumentException($"'{surface.Surface}' is not a surface; there are {string.Join(", ", ResponseSurfaces.Names)}"),
                    surface.Inputs,
                    surface.Outputs,
                    surface.Noise),
                TableResponseFile table => new MappedResponse(Table(table), table.Inputs, table.Outputs, table.Noise),
                _ => throw new InvalidOperationException($"Unknown response {file.GetType().Name}"),
            };
        }
        catch (Exception e) when (e is ArgumentException or IOException or FormatException)
        {
            _errors.Add($"{path}({file.Line}): response: {e.Message}");
            return new PassResponse(new Dictionary<string, string>());
        }
    }

    private TableResponse Table(TableResponseFile file)
    {
        var text = _folder.ReadText(file.File)
            ?? throw new ArgumentException($"'{file.File}' was not found; set {DataFolder.Variable} to the folder of the data, or mend the path");
        return TableResponse.Read(text, file.File, [.. file.Inputs.Keys], [.. file.Outputs.Keys]);
    }
}
