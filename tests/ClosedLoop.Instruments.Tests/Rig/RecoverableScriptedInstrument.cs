using ClosedLoop.Domain;
using ClosedLoop.Messaging;

namespace ClosedLoop.Instruments.Tests;

/// <summary>One that can be asked after a restart.</summary>
internal sealed class RecoverableScriptedInstrument(List<string> trace) : ScriptedInstrument(trace), IRecoverableInstrument
{
    public List<DispatchId> Recoveries { get; } = [];

    public List<(DispatchId Id, DispatchStatus Ending)> Ended { get; } = [];

    public void OnEnded(DispatchId dispatch, DispatchStatus ending)
    {
        Trace.Add("ended");
        Ended.Add((dispatch, ending));
    }

    public Task<StepOutcome?> RecoverAsync(CommandMessage command, IStepContext context, CancellationToken cancellationToken)
    {
        Recoveries.Add(command.DispatchId);
        return FollowAsync(command.DispatchId, context, cancellationToken);
    }
}
