using ClosedLoop.Calculations;
using ClosedLoop.CampaignFiles;
using ClosedLoop.Messaging;
using ClosedLoop.Storage;

namespace ClosedLoop;

/// <summary>Makes the calculations that a lab file describes. They share this machine's cores and one memory of what was calculated before.</summary>
/// <param name="path">The lab file; what it names is relative to it.</param>
/// <param name="cores">Cores that runs of this process may use together; null for all of the machine.</param>
/// <param name="dataFolder">The host's data folder: finished calculations are remembered below it, in <c>calculations/</c>.</param>
/// <param name="warn">Is told when a cluster is lost and when it is back.</param>
internal sealed class CalculationBuilder(string path, int? cores, string dataFolder, Action<string> warn)
{
    private readonly List<string> _errors = [];
    private readonly DataFolder _folder = DataFolder.Of(path);
    private readonly LocalExecution _local = new(new CorePool(cores ?? Environment.ProcessorCount), TimeProvider.System);
    private readonly SlurmQueue _queue = new(new SlurmCommands(), new SlurmPacing(), TimeProvider.System, warn);
    private readonly CalculationCache _cache = new(Path.Combine(Path.GetFullPath(dataFolder), "calculations"));

    /// <summary>Everything that keeps them from starting, each with its line: missing programs, templates that do not fit; empty when all is well.</summary>
    public IReadOnlyList<string> Errors => _errors;

    /// <summary>The instrument; null when there is something wrong with it.</summary>
    /// <param name="file">What the lab file says.</param>
    /// <param name="folder">The instrument's own folder.</param>
    public CalculationInstrument? Build(InstrumentFile file, string folder)
    {
        var calculation = file.Calculation ?? throw new ArgumentException($"{file.Id} calculates nothing", nameof(file));
        try
        {
            var code = CodeOf(calculation.Code, calculation.TimeLimit);
            var execution = ExecutionOf(file, calculation, folder);
            var before = _errors.Count;
            Check(file, calculation, code);
            return _errors.Count > before ? null : new CalculationInstrument(SettingsOf(file, calculation), code, InstalledCode.Find(code), execution, _cache, folder, TimeProvider.System);
        }
        catch (TemplateException error)
        {
            _errors.AddRange(error.Message.Split('\n').Select(line => line.StartsWith(path, StringComparison.Ordinal) ? line : $"{path}({calculation.Code.Line}): {line}"));
        }
        catch (Exception error) when (error is CalculationUnavailableException or IOException or UnauthorizedAccessException)
        {
            _errors.Add($"{path}({file.Line}): {file.Id}: {error.Message}");
        }

        return null;
    }

    private static CalculationSettings SettingsOf(InstrumentFile file, CalculationFile calculation)
    {
        var settings = new CalculationSettings { Id = file.Id, Capability = calculation.Capability };
        return settings with
        {
            Capacity = file.Capacity,
            Limits = calculation.Limits.ToDictionary(limit => limit.Key, limit => new ParameterLimit(limit.Value.Lower, limit.Value.Upper, null)),
            Plausible = calculation.Plausible.ToDictionary(range => range.Key, range => (range.Value.Lower, range.Value.Upper)),
            Cores = calculation.Cores,
            MemoryMegabytes = calculation.MemoryMegabytes,
            TimeLimit = calculation.TimeLimit ?? settings.TimeLimit,
            Grace = calculation.Grace ?? settings.Grace,
            FrozenAfter = calculation.FrozenAfter,
            Continuations = calculation.Continuations ?? settings.Continuations,
            Corrections = calculation.Corrections ?? settings.Corrections,
            Cached = calculation.Cache,
            Keep = RetentionOf(calculation) ?? settings.Keep,
            TypicalSeconds = calculation.Duration?.Mean.TotalSeconds,
        };
    }

    private static RunRetention? RetentionOf(CalculationFile calculation) => calculation.KeepRunsFor is { } age ? RunRetention.All with { For = age } : calculation.KeepRuns switch
    {
        "all" => RunRetention.All,
        "failed" => RunRetention.OfFailed,
        "none" => RunRetention.None,
        _ => null,
    };

    private ICalculationCode CodeOf(CodeFile file, TimeSpan? timeLimit) => file switch
    {
        CommandCodeFile command => new CommandCodes(path, _folder).Make(command),
        PlaneWaveCodeFile planeWave => new PlaneWaveCodes(path, _folder).Make(planeWave, timeLimit),
        XtbCodeFile xtb => new XtbCodes(path, _folder).Make(xtb, timeLimit),
        _ => throw new InvalidOperationException($"Unknown code {file.GetType().Name}"),
    };

    private ICalculationExecution ExecutionOf(InstrumentFile file, CalculationFile calculation, string folder) => calculation.Execution switch
    {
        LocalExecutionFile => Local(file, calculation),
        SlurmExecutionFile slurm => Slurm(file, slurm, folder),
        _ => throw new InvalidOperationException($"Unknown execution {calculation.Execution.GetType().Name}"),
    };

    private SlurmExecution Slurm(InstrumentFile file, SlurmExecutionFile slurm, string folder)
    {
        if (_queue.Missing() is { } missing)
        {
            _errors.Add($"{path}({slurm.Line}): {file.Id}: {missing}");
        }

        var settings = new SlurmSettings { Partition = slurm.Partition, Account = slurm.Account, Options = slurm.Options };
        return new SlurmExecution(Path.Combine(folder, "slurm"), settings with { MostQueued = slurm.Queued ?? settings.MostQueued }, _queue, new FileDisk());
    }

    private LocalExecution Local(InstrumentFile file, CalculationFile calculation)
    {
        var pool = cores ?? Environment.ProcessorCount;
        if (calculation.Cores > pool)
        {
            _errors.Add($"{path}({file.Line}): {file.Id}: cores: {calculation.Cores} is more than the {pool} that calculations of this process may use; see cores: of the lab");
        }

        return _local;
    }

    private void Check(InstrumentFile file, CalculationFile calculation, ICalculationCode code)
    {
        foreach (var name in calculation.Limits.Keys.Except(code.Inputs))
        {
            _errors.Add($"{path}({file.Line}): {file.Id}: limits: '{name}' is no input; the inputs are {string.Join(", ", code.Inputs)}");
        }

        foreach (var name in calculation.Plausible.Keys.Except(code.Outputs))
        {
            _errors.Add($"{path}({file.Line}): {file.Id}: plausible: '{name}' is no output; the outputs are {string.Join(", ", code.Outputs)}");
        }
    }
}
