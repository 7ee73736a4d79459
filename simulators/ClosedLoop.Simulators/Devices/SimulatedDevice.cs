using ClosedLoop.Domain;
using ClosedLoop.Instruments;
using ClosedLoop.Messaging;

namespace ClosedLoop.Simulators;

/// <summary>What a simulated instrument drives: takes its time, remembers its acts in a witness log, and answers.</summary>
internal sealed class SimulatedDevice(SimulatedInstrumentSettings settings, WitnessLog witness)
{
    private const int ProgressReports = 10;
    private const string Version = "simulated-1";

    private readonly FaultSite _site = FaultSite.Of(settings);
    private ParameterValue? _setUpFor;

    public CapabilitiesMessage Describe(bool recovers) => new(
        [.. settings.Capabilities.Select(Describe)],
        settings.Capacity,
        Simulated: true,
        recovers,
        Version)
    {
        KeepsSamples = settings.KeepsSamples ? true : null,
        Setup = settings.Setup is { } setup ? new SetupMessage(setup.By, setup.Duration.TotalSeconds / settings.Speed) : null,
    };

    public async Task<StepOutcome> PerformAsync(CommandMessage command, IStepContext context, CancellationToken cancellationToken)
    {
        if (Find(command) is not { } capability)
        {
            return Refuse($"{settings.Id} cannot do '{command.Capability}'");
        }

        var act = SetUp(command, Plan(command, capability, context));
        if (act.Answer is Answer.Impossible impossible)
        {
            return Refuse(impossible.Reason);
        }

        if (act.Failure is { Sample: SampleFate.Untouched } failure)
        {
            return failure.Kind == FailureKind.Rejected ? Refuse("simulated rejection") : await FailBeforeActingAsync(act, failure, context, cancellationToken);
        }

        if (cancellationToken.IsCancellationRequested)
        {
            return new StepOutcome.Cancelled(SampleFate.Untouched);
        }

        Note(command, context, WitnessKind.Begun, null);
        return await ActAsync(command, act, context, TimeSpan.Zero, cancellationToken);
    }

    /// <summary>The device went on, or not, while its instrument's process was dead.</summary>
    public async Task<StepOutcome> RecoverAsync(CommandMessage command, IStepContext context, CancellationToken cancellationToken)
    {
        var past = witness.Of(command.DispatchId);
        if (past.Count == 0)
        {
            return new StepOutcome.NeverBegun();
        }

        var capability = Find(command) ?? throw new InvalidOperationException($"{settings.Id} began '{command.Capability}' and can no longer do it");
        return past[^1].Kind switch
        {
            WitnessKind.Done => new StepOutcome.Succeeded(past[^1].Outputs!, []),
            WitnessKind.Failed => Failed(Plan(command, capability, context).Failure!),
            WitnessKind.Stopped => new StepOutcome.Cancelled(SampleFate.Altered),
            _ => await ActAsync(command, Plan(command, capability, context), context, context.Time.GetUtcNow() - past[^1].Time, cancellationToken),
        };
    }

    private static StepOutcome.Failed Refuse(string reason) => new(FailureKind.Rejected, SampleFate.Untouched, reason);

    private static StepOutcome.Failed Failed(SimulatedFailure failure) => new(failure.Kind, failure.Sample, "simulated failure");

    private async Task<StepOutcome> ActAsync(
        CommandMessage command,
        SimulatedAct act,
        IStepContext context,
        TimeSpan elapsed,
        CancellationToken cancellationToken)
    {
        var end = act.Failure is null ? act.Duration : act.Duration * act.FailsAt;
        try
        {
            await PassAsync(elapsed, end, act.Duration, context, cancellationToken);
            await HangAsync(act.Hang, elapsed - end, context, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested && settings.Faults?.IsAbandoned(_site) != true)
        {
            Note(command, context, WitnessKind.Stopped, null);
            return new StepOutcome.Cancelled(SampleFate.Altered);
        }

        if (act.Failure is { } failure)
        {
            Note(command, context, WitnessKind.Failed, null);
            return Failed(failure);
        }

        var measured = ((Answer.Measured)act.Answer).Outputs;
        var told = settings.Faults?.Spoil(_site, command.Capability, command.DispatchId, measured) ?? measured;
        Note(command, context, WitnessKind.Done, told.Values.Any(IsNoNumber) ? measured : told);
        return new StepOutcome.Succeeded(told, []);
    }

    // What JSON cannot hold stays out of the witness log.
    private static bool IsNoNumber(ParameterValue value) => value.IsNumber && !double.IsFinite(value.Number);

    private static async Task HangAsync(TimeSpan hang, TimeSpan hung, IStepContext context, CancellationToken cancellationToken)
    {
        if (hang == Timeout.InfiniteTimeSpan || hang > TimeSpan.Zero)
        {
            var rest = hang == Timeout.InfiniteTimeSpan || hung < TimeSpan.Zero ? hang : hang - hung;
            await Task.Delay(rest > TimeSpan.Zero || rest == Timeout.InfiniteTimeSpan ? rest : TimeSpan.Zero, context.Time, cancellationToken);
        }
    }

    private static async Task<StepOutcome> FailBeforeActingAsync(
        SimulatedAct act,
        SimulatedFailure failure,
        IStepContext context,
        CancellationToken cancellationToken)
    {
        try
        {
            await Task.Delay(act.Duration * act.FailsAt / ProgressReports, context.Time, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return new StepOutcome.Cancelled(SampleFate.Untouched);
        }

        return new StepOutcome.Failed(failure.Kind, SampleFate.Untouched, "simulated failure before acting");
    }

    private static async Task PassAsync(TimeSpan elapsed, TimeSpan end, TimeSpan duration, IStepContext context, CancellationToken cancellationToken)
    {
        for (var report = 1; report <= ProgressReports; report++)
        {
            var next = duration * report / ProgressReports;
            if (next < elapsed)
            {
                continue;
            }

            var stop = next < end ? next : end;
            if (stop > elapsed)
            {
                await Task.Delay(stop - elapsed, context.Time, cancellationToken);
            }

            elapsed = stop;
            if (stop >= end)
            {
                return;
            }

            await context.ReportProgressAsync(stop / duration);
        }
    }

    private CapabilityMessage Describe(SimulatedCapability capability) => new(
        capability.Name,
        [.. capability.Response.Inputs.Where(input => input != PassResponse.Sample)],
        capability.Response.Outputs,
        capability.Limits,
        capability.MeanDuration.TotalSeconds / settings.Speed);

    private SimulatedCapability? Find(CommandMessage command) => settings.Capabilities.FirstOrDefault(capability => capability.Name == command.Capability);

    private SimulatedAct Plan(CommandMessage command, SimulatedCapability capability, IStepContext context)
    {
        var inputs = new Dictionary<string, ParameterValue>(command.Parameters, StringComparer.Ordinal);
        inputs.TryAdd(PassResponse.Sample, command.Sample);
        var act = SimulatedAct.Plan(capability, settings.Speed, inputs, context.Seed);
        return settings.Faults?.OfStep(_site, capability.Name, command.DispatchId, act.Duration) is { } faults
            ? act with { Duration = act.Duration * faults.Factor, Failure = faults.Failure ?? act.Failure, Hang = faults.Hang }
            : act;
    }

    /// <summary>A device that was off does not know what it was set up for.</summary>
    private SimulatedAct SetUp(CommandMessage command, SimulatedAct act)
    {
        if (settings.Setup is not { } setup || !command.Parameters.TryGetValue(setup.By, out var value) || _setUpFor == value)
        {
            return act;
        }

        _setUpFor = value;
        return act with { Duration = act.Duration + (setup.Duration / settings.Speed) };
    }

    private void Note(CommandMessage command, IStepContext context, WitnessKind kind, IReadOnlyDictionary<string, ParameterValue>? outputs) =>
        witness.Write(new WitnessEntry(context.Time.GetUtcNow(), settings.Id, command.DispatchId, command.Capability, kind, outputs));
}
