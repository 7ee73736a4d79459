using ClosedLoop.Messaging;

namespace ClosedLoop.Simulation.Tests;

/// <summary>Passes everything on; a mutant changes one thing.</summary>
internal abstract class BusMutant(IOrchestratorBus inner) : IOrchestratorBus
{
    protected IOrchestratorBus Inner => inner;

    public bool IsConnected => inner.IsConnected;

    public virtual ValueTask ListenAsync(Func<LabMessage, ValueTask> onMessage, CancellationToken cancellationToken) =>
        inner.ListenAsync(message => HearAsync(message, onMessage), cancellationToken);

    public virtual ValueTask<Delivery> SendAsync(string instrument, CommandMessage command, CancellationToken cancellationToken) => inner.SendAsync(instrument, command, cancellationToken);

    public virtual ValueTask<Delivery> SendAsync(string instrument, ControlMessage control, CancellationToken cancellationToken) => inner.SendAsync(instrument, control, cancellationToken);

    public ValueTask<Delivery> AskAsync(string planner, PlannerQuestionMessage question, CancellationToken cancellationToken) =>
        inner.AskAsync(planner, question, cancellationToken);

    public ValueTask<Delivery> ShowAsync(string campaign, string leaf, ReadOnlyMemory<byte> json, bool retain, CancellationToken cancellationToken) =>
        inner.ShowAsync(campaign, leaf, json, retain, cancellationToken);

    public ValueTask<Delivery> ReplyAsync(ReplyAddress replyTo, ReplyMessage reply, CancellationToken cancellationToken) => inner.ReplyAsync(replyTo, reply, cancellationToken);

    public ValueTask DisposeAsync() => inner.DisposeAsync();

    protected virtual ValueTask HearAsync(LabMessage message, Func<LabMessage, ValueTask> onMessage) => onMessage(message);
}
