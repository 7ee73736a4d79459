using System.Reflection;
using ClosedLoop.Domain;
using ClosedLoop.Instruments;
using ClosedLoop.Messaging;

namespace ClosedLoop.Calculations;

/// <summary>A program that calculates, as an instrument: a code, a place where it runs, and a memory of what was calculated before.</summary>
/// <remarks>
/// Performing and recovering are the same: the code is pure and an execution begins a run at most once, so after a crash the same questions are asked again in the same
/// order, and what has ended or still runs answers where it did or would have.
/// </remarks>
public sealed class CalculationInstrument : IRecoverableInstrument
{
    private readonly CalculationSettings _settings;
    private readonly ICalculationCode _code;
    private readonly CalculationBench _bench;
    private readonly RunCleaning _cleaning;

    /// <summary>A calculation of a lab.</summary>
    /// <param name="settings">What the lab says of it.</param>
    /// <param name="code">What its program is asked.</param>
    /// <param name="installed">What identifies the program on this machine.</param>
    /// <param name="execution">Where it runs.</param>
    /// <param name="cache">Where finished calculations are remembered; may be shared by several instruments.</param>
    /// <param name="folder">The instrument's own folder; runs lie below <c>calculations/</c>, in a folder for each dispatch.</param>
    /// <param name="time">Tells how old the folders of runs are.</param>
    public CalculationInstrument(
        CalculationSettings settings,
        ICalculationCode code,
        InstalledCode installed,
        ICalculationExecution execution,
        CalculationCache cache,
        string folder,
        TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(code);
        ArgumentException.ThrowIfNullOrEmpty(folder);
        _settings = settings;
        _code = code;
        _bench = new CalculationBench(settings, code, installed, execution, settings.Cached ? cache : null, Path.Combine(Path.GetFullPath(folder), "calculations"));
        _cleaning = new RunCleaning(settings.Keep, _bench.Folder, time);
    }

    /// <inheritdoc/>
    public string Id => _settings.Id;

    /// <inheritdoc/>
    public CapabilitiesMessage Describe() => new(
        [
            new CapabilityMessage(
                _settings.Capability,
                _code.Inputs,
                [.. _code.Outputs, CalculationOutputs.CpuSeconds, CalculationOutputs.Cached],
                _settings.Limits,
                _settings.TypicalSeconds),
        ],
        _settings.Capacity,
        Simulated: false,
        Recovers: true,
        typeof(CalculationInstrument).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0");

    /// <inheritdoc/>
    public Task<StepOutcome> PerformAsync(CommandMessage command, IStepContext context, CancellationToken cancellationToken) =>
        new Calculation(_bench, command, context).PerformAsync(cancellationToken);

    /// <inheritdoc/>
    public async Task<StepOutcome?> RecoverAsync(CommandMessage command, IStepContext context, CancellationToken cancellationToken) =>
        await new Calculation(_bench, command, context).PerformAsync(cancellationToken);

    /// <inheritdoc/>
    public void OnEnded(DispatchId dispatch, DispatchStatus ending) => _cleaning.OnEnded(dispatch, ending);

    /// <summary>Nothing of it can do harm; what runs is cancelled by the host.</summary>
    public Task MakeSafeAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
