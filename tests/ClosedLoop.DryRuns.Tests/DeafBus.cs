using ClosedLoop.Messaging;

namespace ClosedLoop.DryRuns.Tests;

/// <summary>Nobody is there.</summary>
internal sealed class DeafBus : IOrchestratorBus
{
    public bool IsConnected => false;

    public ValueTask ListenAsync(Func<LabMessage, ValueTask> onMessage, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public ValueTask<Delivery> SendAsync(string instrument, CommandMessage command, CancellationToken cancellationToken) => ValueTask.FromResult(Delivery.NotSent);

    public ValueTask<Delivery> SendAsync(string instrument, ControlMessage control, CancellationToken cancellationToken) => ValueTask.FromResult(Delivery.NotSent);

    public ValueTask<Delivery> AskAsync(string planner, PlannerQuestionMessage question, CancellationToken cancellationToken) => ValueTask.FromResult(Delivery.NobodyListens);

    public ValueTask<Delivery> ShowAsync(string campaign, string leaf, ReadOnlyMemory<byte> json, bool retain, CancellationToken cancellationToken) => ValueTask.FromResult(Delivery.NotSent);

    public ValueTask<Delivery> ShowAsync(string id, RequestMessage? request, CancellationToken cancellationToken) => ValueTask.FromResult(Delivery.NotSent);

    public ValueTask<Delivery> ShowAsync(string item, StockMessage stock, CancellationToken cancellationToken) => ValueTask.FromResult(Delivery.NotSent);

    public ValueTask<Delivery> ReplyAsync(ReplyAddress replyTo, ReplyMessage reply, CancellationToken cancellationToken) => ValueTask.FromResult(Delivery.NotSent);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
