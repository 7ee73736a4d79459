using ClosedLoop.Instruments;
using ClosedLoop.Messaging;

namespace ClosedLoop.Soaks;

/// <summary>Stands between host and device, and sees what the device is really asked to do.</summary>
internal sealed class WatchedInstrument(IInstrument inner, Watch watch) : IRecoverableInstrument
{
    private readonly CapabilitiesMessage _declared = inner.Describe();
    private int _working;

    public string Id => inner.Id;

    public CapabilitiesMessage Describe() => _declared;

    public Task<StepOutcome> PerformAsync(CommandMessage command, IStepContext context, CancellationToken cancellationToken)
    {
        watch.Performs(Id, _declared, command);
        return CountAsync(() => inner.PerformAsync(command, context, cancellationToken));
    }

    public Task<StepOutcome?> RecoverAsync(CommandMessage command, IStepContext context, CancellationToken cancellationToken) =>
        inner is IRecoverableInstrument recoverable ? CountAsync(() => recoverable.RecoverAsync(command, context, cancellationToken)) : Task.FromResult<StepOutcome?>(null);

    public Task MakeSafeAsync(CancellationToken cancellationToken) => inner.MakeSafeAsync(cancellationToken);

    private async Task<T> CountAsync<T>(Func<Task<T>> act)
    {
        _working++;
        try
        {
            watch.Works(Id, _declared, _working);
            return await act();
        }
        finally
        {
            _working--;
        }
    }
}
