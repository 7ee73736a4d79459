using ClosedLoop.Domain;
using ClosedLoop.Messaging;

namespace ClosedLoop.Simulation.Tests;

/// <summary>A dispatch without a result after a while is taken for failed, and its sample for untouched.</summary>
internal sealed class SilenceIsFailure(IOrchestratorBus inner, TimeProvider time) : BusMutant(inner)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(150);

    private readonly Dictionary<DispatchId, ITimer> _waiting = [];
    private readonly HashSet<DispatchId> _ended = [];
    private Func<LabMessage, ValueTask> _onMessage = _ => ValueTask.CompletedTask;

    public override ValueTask ListenAsync(Func<LabMessage, ValueTask> onMessage, CancellationToken cancellationToken)
    {
        _onMessage = onMessage;
        return base.ListenAsync(onMessage, cancellationToken);
    }

    public override ValueTask<Delivery> SendAsync(string instrument, CommandMessage command, CancellationToken cancellationToken)
    {
        if (!_waiting.ContainsKey(command.DispatchId))
        {
            var status = new StatusMessage
            {
                DispatchId = command.DispatchId,
                Status = DispatchStatus.Failed,
                LedgerId = command.LedgerId,
                At = time.GetUtcNow(),
                Failure = FailureKind.Timeout,
                Sample = SampleFate.Untouched,
            };
            _waiting[command.DispatchId] = time.CreateTimer(_ => GiveUp(instrument, status), null, Patience, Timeout.InfiniteTimeSpan);
        }

        return Inner.SendAsync(instrument, command, cancellationToken);
    }

    protected override ValueTask HearAsync(LabMessage message, Func<LabMessage, ValueTask> onMessage)
    {
        if (message is LabMessage.ResultArrived result)
        {
            _ended.Add(result.Result.DispatchId);
        }

        return onMessage(message);
    }

    private void GiveUp(string instrument, StatusMessage status)
    {
        if (!_ended.Contains(status.DispatchId))
        {
            _ = _onMessage(new LabMessage.StatusArrived(instrument, status)).AsTask();
        }
    }
}
