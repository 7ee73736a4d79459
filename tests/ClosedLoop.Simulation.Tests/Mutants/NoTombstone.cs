using ClosedLoop.Domain;
using ClosedLoop.Messaging;

namespace ClosedLoop.Simulation.Tests;

/// <summary>Says cancelled of an id that was never seen, and forgets it.</summary>
internal sealed class NoTombstone(IInstrumentBus inner, TimeProvider time, HashSet<DispatchId> seen) : IInstrumentBus
{
    private string _ledgerId = "";

    public bool IsConnected => inner.IsConnected;

    public ValueTask ListenAsync(string ledgerId, long firstEpoch, Func<InstrumentMessage, ValueTask> onMessage, Func<ValueTask> onConnected, CancellationToken cancellationToken)
    {
        _ledgerId = ledgerId;
        return inner.ListenAsync(ledgerId, firstEpoch, message => HearAsync(message, onMessage), onConnected, cancellationToken);
    }

    public ValueTask<Delivery> ShowAsync(CapabilitiesMessage capabilities, CancellationToken cancellationToken) => inner.ShowAsync(capabilities, cancellationToken);

    public ValueTask<Delivery> ShowAsync(StateMessage state, CancellationToken cancellationToken) => inner.ShowAsync(state, cancellationToken);

    public ValueTask<Delivery> ShowAsync(StatusMessage status, CancellationToken cancellationToken) => inner.ShowAsync(status, cancellationToken);

    public ValueTask<Delivery> ShowAsync(ResultMessage result, CancellationToken cancellationToken) => inner.ShowAsync(result, cancellationToken);

    public ValueTask<Delivery> ClearAsync(DispatchId dispatchId, CancellationToken cancellationToken) => inner.ClearAsync(dispatchId, cancellationToken);

    public ValueTask<Delivery> ReplyAsync(ReplyAddress replyTo, StatusMessage status, CancellationToken cancellationToken) => inner.ReplyAsync(replyTo, status, cancellationToken);

    public ValueTask<Delivery> TelemetryAsync(string metric, double value, CancellationToken cancellationToken) => inner.TelemetryAsync(metric, value, cancellationToken);

    public ValueTask DisposeAsync() => inner.DisposeAsync();

    private async ValueTask HearAsync(InstrumentMessage message, Func<InstrumentMessage, ValueTask> onMessage)
    {
        if (message is InstrumentMessage.CommandArrived arrived)
        {
            seen.Add(arrived.Command.DispatchId);
        }
        else if (message is InstrumentMessage.ControlArrived { Control: { Verb: ControlVerb.Cancel, DispatchId: { } id }, ReplyTo: { } replyTo } && !seen.Contains(id))
        {
            await inner.ReplyAsync(replyTo, new StatusMessage { DispatchId = id, Status = DispatchStatus.Cancelled, LedgerId = _ledgerId, At = time.GetUtcNow(), Sample = SampleFate.Untouched }, CancellationToken.None);
            return;
        }

        await onMessage(message);
    }
}
