using ClosedLoop.Domain;
using ClosedLoop.Messaging;

namespace ClosedLoop.Simulation.Tests;

/// <summary>A failed step is attempted again whatever became of its sample.</summary>
internal sealed class UnknownIsUntouched(IOrchestratorBus inner) : BusMutant(inner)
{
    protected override ValueTask HearAsync(LabMessage message, Func<LabMessage, ValueTask> onMessage) =>
        onMessage(message is LabMessage.StatusArrived { Status.Status: DispatchStatus.Failed } m ? m with { Status = m.Status with { Sample = SampleFate.Untouched } } : message);
}
