using ClosedLoop.Domain;
using ClosedLoop.Instruments;
using ClosedLoop.Messaging;

namespace ClosedLoop.Soaks;

/// <summary>Stands between host and a device that can be asked after a crash.</summary>
internal sealed class WatchedRecoverableInstrument(IRecoverableInstrument inner, Watch watch) : WatchedInstrument(inner, watch), IRecoverableInstrument
{
    public Task<StepOutcome?> RecoverAsync(CommandMessage command, IStepContext context, CancellationToken cancellationToken) =>
        CountAsync(() => inner.RecoverAsync(command, context, cancellationToken));

    public void OnEnded(DispatchId dispatch, DispatchStatus ending) => inner.OnEnded(dispatch, ending);
}
