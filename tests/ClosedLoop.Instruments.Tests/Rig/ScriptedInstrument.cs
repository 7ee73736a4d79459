using ClosedLoop.Domain;
using ClosedLoop.Messaging;

namespace ClosedLoop.Instruments.Tests;

/// <summary>A device whose steps end when the test says so. Its witness list counts physical acts.</summary>
internal class ScriptedInstrument(List<string> trace) : IInstrument
{
    private readonly Dictionary<DispatchId, TaskCompletionSource<StepOutcome?>> _steps = [];

    public string Id => "device";

    protected List<string> Trace => trace;

    public int Capacity { get; init; } = 1;

    public bool Simulated { get; init; }

    public List<DispatchId> Acts { get; } = [];

    public List<DispatchId> CancelAsked { get; } = [];

    public Dictionary<DispatchId, IStepContext> Contexts { get; } = [];

    public int MadeSafe { get; private set; }

    public Exception? MakeSafeFailure { get; set; }

    /// <summary>What a step does when asked to stop; by default it stops and leaves the sample altered.</summary>
    public Func<DispatchId, StepOutcome?> OnCancel { get; set; } = _ => new StepOutcome.Cancelled(SampleFate.Altered);

    public CapabilitiesMessage Describe() => new(
        [
            new CapabilityMessage(
                "anneal",
                ["temperature", "gas"],
                ["yield"],
                new Dictionary<string, ParameterLimit> { ["temperature"] = new(20, 900, "°C") },
                60),
        ],
        Capacity,
        Simulated,
        this is IRecoverableInstrument,
        "1.0");

    public Task<StepOutcome> PerformAsync(CommandMessage command, IStepContext context, CancellationToken cancellationToken)
    {
        trace.Add("act");
        Acts.Add(command.DispatchId);
        return FollowAsync(command.DispatchId, context, cancellationToken)!;
    }

    public Task MakeSafeAsync(CancellationToken cancellationToken)
    {
        MadeSafe++;
        trace.Add("safe");
        return MakeSafeFailure is null ? Task.CompletedTask : Task.FromException(MakeSafeFailure);
    }

    public void Finish(DispatchId id, StepOutcome? outcome) => _steps[id].TrySetResult(outcome);

    public void Throw(DispatchId id, Exception error) => _steps[id].TrySetException(error);

    protected async Task<StepOutcome?> FollowAsync(DispatchId id, IStepContext context, CancellationToken cancellationToken)
    {
        Contexts[id] = context;
        var step = _steps[id] = new TaskCompletionSource<StepOutcome?>();
        using var registration = cancellationToken.Register(() =>
        {
            CancelAsked.Add(id);
            if (OnCancel(id) is { } outcome)
            {
                step.TrySetResult(outcome);
            }
        });
        return await step.Task;
    }
}
