using ClosedLoop.Instruments;
using ClosedLoop.Messaging;

namespace ClosedLoop.Soaks;

/// <summary>Stands between host and device, and sees what the device is really asked to do.</summary>
internal class WatchedInstrument(IInstrument inner, Watch watch) : IInstrument
{
    private readonly CapabilitiesMessage _declared = inner.Describe();
    private int _working;

    public string Id => inner.Id;

    /// <summary>An instrument that can recover stays one, and one that cannot does not become one.</summary>
    public static WatchedInstrument Of(IInstrument inner, Watch watch) =>
        inner is IRecoverableInstrument recoverable ? new WatchedRecoverableInstrument(recoverable, watch) : new WatchedInstrument(inner, watch);

    public CapabilitiesMessage Describe() => _declared;

    public Task<StepOutcome> PerformAsync(CommandMessage command, IStepContext context, CancellationToken cancellationToken)
    {
        watch.Performs(Id, _declared, command);
        return CountAsync(() => inner.PerformAsync(command, context, cancellationToken));
    }

    public Task MakeSafeAsync(CancellationToken cancellationToken) => inner.MakeSafeAsync(cancellationToken);

    protected async Task<T> CountAsync<T>(Func<Task<T>> act)
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
