using ClosedLoop.CampaignFiles;
using ClosedLoop.Messaging;
using ClosedLoop.Simulators;

namespace ClosedLoop.VirtualLabs;

/// <summary>Makes the simulated instruments that a lab file, or the stand-ins of a campaign file, describe.</summary>
/// <param name="path">The file; tables are named relative to it.</param>
/// <param name="speed">Lab seconds for each second of the clock.</param>
/// <param name="cores">Cores that the calculations of one process share; null where they limit nothing.</param>
public sealed class InstrumentBuilder(string path, double speed, int? cores = null)
{
    private readonly DataFolder _folder = DataFolder.Of(path);
    private readonly List<string> _errors = [];

    /// <summary>Surfaces and tables that the file names and that do not exist, or do not fit, each with its line; empty when all is well.</summary>
    public IReadOnlyList<string> Errors => _errors;

    /// <summary>The instrument; only usable when there are no <see cref="Errors"/>.</summary>
    public SimulatedInstrumentSettings Build(InstrumentFile file)
    {
        ArgumentNullException.ThrowIfNull(file);
        return new SimulatedInstrumentSettings
        {
            Id = file.Id,
            Capacity = CapacityOf(file),
            Recovers = file.Recover,
            Speed = speed,
            KeepsSamples = file.KeepsSamples,
            Setup = file.Setup is { } setup ? (setup.By, setup.Duration) : null,
            Capabilities = [.. file.Capabilities.Select(capability => Calculated(file, Capability(capability)))],
        };
    }

    /// <summary>What does not fit on the cores waits, so that no more of it runs side by side.</summary>
    private int CapacityOf(InstrumentFile file) =>
        file.Calculation is { } calculation && cores is { } shared ? Math.Min(file.Capacity, Math.Max(1, shared / calculation.Cores)) : file.Capacity;

    private static SimulatedCapability Calculated(InstrumentFile file, SimulatedCapability capability) => file.Calculation is { } calculation
        ? capability with { Response = new CalculatedResponse(capability.Response, capability.MeanDuration.TotalSeconds * calculation.Cores) }
        : capability;

    private SimulatedCapability Capability(CapabilityFile file) => new()
    {
        Name = file.Name,
        MeanDuration = file.Duration.Mean,
        DurationSpread = file.Duration.Spread,
        Failures = file.Failure.Probability > 0 ? [new SimulatedFailure(file.Failure.Probability, file.Failure.Sample)] : [],
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
                TableResponseFile table => new MappedResponse(table.Interpolated ? new InterpolatedTable(Table(table)) : Table(table), table.Inputs, table.Outputs, table.Noise),
                _ => throw new InvalidOperationException($"Unknown response {file.GetType().Name}"),
            };
        }
        catch (Exception e) when (e is ArgumentException or IOException or FormatException or InvalidDataException)
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
