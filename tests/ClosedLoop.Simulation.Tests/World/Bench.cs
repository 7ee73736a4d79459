using ClosedLoop.Domain;
using ClosedLoop.Instruments;
using ClosedLoop.Messaging;
using ClosedLoop.Simulators;

namespace ClosedLoop.Simulation.Tests;

/// <summary>A physical apparatus: it outlives the process that drives it and remembers what it was made to do, outside every ledger.</summary>
internal sealed class Bench(string capability, TimeSpan duration)
{
    /// <summary>Everything that it did: the witness.</summary>
    public List<Act> Acts { get; } = [];

    /// <summary>Probability that a step fails before the sample is touched.</summary>
    public double FailsUntouched { get; set; }

    /// <summary>Probability that a step spoils its sample.</summary>
    public double FailsAltered { get; set; }

    public string Capability => capability;

    public CapabilitiesMessage Describe(bool recovers) => new(
        [new CapabilityMessage(capability, Inputs, [Output], new Dictionary<string, ParameterLimit>(), duration.TotalSeconds)], 1, Simulated: true, recovers, "bench-1");

    public async Task<StepOutcome> PerformAsync(CommandMessage command, IStepContext context, SimulatedProcess process, CancellationToken cancellationToken)
    {
        if (new SeededRandom(context.Seed).Chance(FailsUntouched))
        {
            return new StepOutcome.Failed(FailureKind.Error, SampleFate.Untouched, "out of paper");
        }

        Note(process, command.DispatchId, ActKind.Begun, null);
        return await FinishAsync(command, context, process, duration, cancellationToken);
    }

    public async Task<StepOutcome> RecoverAsync(CommandMessage command, IStepContext context, SimulatedProcess process, CancellationToken cancellationToken)
    {
        var past = Acts.Where(act => act.Id == command.DispatchId).ToList();
        return past switch
        {
            [] => new StepOutcome.NeverBegun(),
            [.., { Kind: ActKind.Done } done] => new StepOutcome.Succeeded(done.Outputs!, []),
            [.., { Kind: ActKind.Failed }] => Spoilt,
            [.., { Kind: ActKind.Stopped }] => new StepOutcome.Cancelled(SampleFate.Altered),
            [var begun, ..] => await FinishAsync(command, context, process, begun.At + duration - context.Time.GetUtcNow(), cancellationToken),
        };
    }

    private static StepOutcome.Failed Spoilt => new(FailureKind.Error, SampleFate.Altered, "spoilt");

    private string[] Inputs => capability switch { "mix" => ["x", "y"], "anneal" => ["volume", "x"], _ => ["grain"] };

    private string Output => capability switch { "mix" => "volume", "anneal" => "grain", _ => "yield" };

    private async Task<StepOutcome> FinishAsync(CommandMessage command, IStepContext context, SimulatedProcess process, TimeSpan left, CancellationToken cancellationToken)
    {
        try
        {
            await context.ReportProgressAsync(0.5);
            await Task.Delay(left > TimeSpan.Zero ? left : TimeSpan.Zero, context.Time, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            Note(process, command.DispatchId, ActKind.Stopped, null);
            return new StepOutcome.Cancelled(SampleFate.Altered);
        }

        var chance = new SeededRandom(context.Seed + 1);
        if (chance.Chance(FailsAltered))
        {
            Note(process, command.DispatchId, ActKind.Failed, null);
            return Spoilt;
        }

        var outputs = new Dictionary<string, ParameterValue> { [Output] = command.Parameters.Values.Sum(value => value.Number) + chance.NextDouble() };
        Note(process, command.DispatchId, ActKind.Done, outputs);
        return new StepOutcome.Succeeded(outputs, []);
    }

    private void Note(SimulatedProcess process, DispatchId id, ActKind kind, IReadOnlyDictionary<string, ParameterValue>? outputs)
    {
        process.Enter($"{kind} {id}");
        Acts.Add(new Act(process.Time.GetUtcNow(), id, kind, outputs));
        process.Leave($"{kind} {id}");
    }
}
