using ClosedLoop.Messaging;

namespace ClosedLoop.Simulation.Tests;

/// <summary>Tells the instrument that a result is safe as soon as it is heard.</summary>
internal sealed class CloseBeforeJournal(IOrchestratorBus inner) : BusMutant(inner)
{
    private long _epoch;

    public override ValueTask<Delivery> SendAsync(string instrument, CommandMessage command, CancellationToken cancellationToken)
    {
        _epoch = command.Epoch;
        return Inner.SendAsync(instrument, command, cancellationToken);
    }

    protected override async ValueTask HearAsync(LabMessage message, Func<LabMessage, ValueTask> onMessage)
    {
        if (message is LabMessage.ResultArrived m)
        {
            await Inner.SendAsync(m.Instrument, new ControlMessage(ControlVerb.Close, m.Result.DispatchId, _epoch, null), CancellationToken.None);
        }

        await onMessage(message);
    }
}
