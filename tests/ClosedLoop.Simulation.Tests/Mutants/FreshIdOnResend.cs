using ClosedLoop.Domain;
using ClosedLoop.Messaging;

namespace ClosedLoop.Simulation.Tests;

/// <summary>Every send gets an id of its own; what is said of one counts for the dispatch that it was sent for.</summary>
internal sealed class FreshIdOnResend(IOrchestratorBus inner) : BusMutant(inner)
{
    private readonly Dictionary<DispatchId, DispatchId> _meant = [];
    private readonly Dictionary<DispatchId, DispatchId> _newest = [];

    public override ValueTask<Delivery> SendAsync(string instrument, CommandMessage command, CancellationToken cancellationToken)
    {
        var fresh = command.DispatchId with { Attempt = (1000 * command.DispatchId.Attempt) + (int)(command.StartBy.UtcTicks % 1_000_000) };
        _meant[fresh] = command.DispatchId;
        _newest[command.DispatchId] = fresh;
        return Inner.SendAsync(instrument, command with { DispatchId = fresh }, cancellationToken);
    }

    public override ValueTask<Delivery> SendAsync(string instrument, ControlMessage control, CancellationToken cancellationToken) =>
        Inner.SendAsync(instrument, control with { DispatchId = control.DispatchId is { } id ? _newest.GetValueOrDefault(id, id) : null }, cancellationToken);

    protected override ValueTask HearAsync(LabMessage message, Func<LabMessage, ValueTask> onMessage) => onMessage(message switch
    {
        LabMessage.StatusArrived m => m with { Status = m.Status with { DispatchId = _meant.GetValueOrDefault(m.Status.DispatchId, m.Status.DispatchId) } },
        LabMessage.ResultArrived m => m with { Result = m.Result with { DispatchId = _meant.GetValueOrDefault(m.Result.DispatchId, m.Result.DispatchId) } },
        _ => message,
    });
}
