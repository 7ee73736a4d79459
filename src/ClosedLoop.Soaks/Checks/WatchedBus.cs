using ClosedLoop.Messaging;

namespace ClosedLoop.Soaks;

/// <summary>Shows the watch what leaves the orchestrator.</summary>
internal sealed class WatchedBus(IOrchestratorBus inner, Watch watch) : IOrchestratorBus
{
    public bool IsConnected => inner.IsConnected;

    public ValueTask ListenAsync(Func<LabMessage, ValueTask> onMessage, CancellationToken cancellationToken) => inner.ListenAsync(onMessage, cancellationToken);

    public ValueTask<Delivery> SendAsync(string instrument, CommandMessage command, CancellationToken cancellationToken)
    {
        watch.Sends(command);
        return inner.SendAsync(instrument, command, cancellationToken);
    }

    public ValueTask<Delivery> SendAsync(string instrument, ControlMessage control, CancellationToken cancellationToken)
    {
        watch.Sends(control);
        return inner.SendAsync(instrument, control, cancellationToken);
    }

    public ValueTask<Delivery> AskAsync(string planner, PlannerQuestionMessage question, CancellationToken cancellationToken) =>
        inner.AskAsync(planner, question, cancellationToken);

    public ValueTask<Delivery> ShowAsync(string campaign, string leaf, ReadOnlyMemory<byte> json, bool retain, CancellationToken cancellationToken) =>
        inner.ShowAsync(campaign, leaf, json, retain, cancellationToken);

    public ValueTask<Delivery> ShowAsync(string id, RequestMessage? request, CancellationToken cancellationToken)
    {
        watch.Shows(id, request);
        return inner.ShowAsync(id, request, cancellationToken);
    }

    public ValueTask<Delivery> ShowAsync(string item, StockMessage stock, CancellationToken cancellationToken) => inner.ShowAsync(item, stock, cancellationToken);

    public ValueTask<Delivery> ReplyAsync(ReplyAddress replyTo, ReplyMessage reply, CancellationToken cancellationToken) => inner.ReplyAsync(replyTo, reply, cancellationToken);

    public ValueTask DisposeAsync() => inner.DisposeAsync();
}
