using System.Text;
using ClosedLoop.Messaging;

namespace ClosedLoop.Orchestrator.Tests;

/// <summary>A bus whose other end is the test.</summary>
internal sealed class RecordingBus(List<string> trace) : IOrchestratorBus
{
    private Func<LabMessage, ValueTask>? _handler;

    public bool IsConnected => true;

    public List<CommandMessage> Commands { get; } = [];

    public List<(string Instrument, ControlMessage Control)> Controls { get; } = [];

    public List<(string Topic, string Json, bool Retained)> Shown { get; } = [];

    public List<ReplyMessage> Replies { get; } = [];

    public List<(string Planner, PlannerQuestionMessage Question)> Questions { get; } = [];

    /// <summary>What becomes of questions to planners.</summary>
    public Delivery PlannerDelivery { get; set; } = Delivery.Sent;

    /// <summary>When set, showing waits for it: a broker that hangs.</summary>
    public TaskCompletionSource? Hanging { get; set; }

    public ValueTask ListenAsync(Func<LabMessage, ValueTask> onMessage, CancellationToken cancellationToken)
    {
        _handler = onMessage;
        return ValueTask.CompletedTask;
    }

    public void Hear(LabMessage message) => _handler!(message).AsTask().IsCompletedSuccessfully.ShouldBeTrue();

    public ValueTask<Delivery> SendAsync(string instrument, CommandMessage command, CancellationToken cancellationToken)
    {
        trace.Add($"command {command.DispatchId.Trial}.{command.DispatchId.Step}.{command.DispatchId.Attempt} to {instrument}");
        Commands.Add(command);
        return ValueTask.FromResult(Delivery.Sent);
    }

    public ValueTask<Delivery> SendAsync(string instrument, ControlMessage control, CancellationToken cancellationToken)
    {
        trace.Add($"{control.Verb} {control.DispatchId!.Trial}.{control.DispatchId.Step}.{control.DispatchId.Attempt} to {instrument}");
        Controls.Add((instrument, control));
        return ValueTask.FromResult(Delivery.Sent);
    }

    public ValueTask<Delivery> AskAsync(string planner, PlannerQuestionMessage question, CancellationToken cancellationToken)
    {
        trace.Add($"question to {planner}");
        Questions.Add((planner, question));
        return ValueTask.FromResult(PlannerDelivery);
    }

    public ValueTask<Delivery> ShowAsync(string id, RequestMessage? request, CancellationToken cancellationToken)
    {
        Shown.Add(($"request/{id}", request is null ? "" : Encoding.UTF8.GetString(LabJson.Write(request)), true));
        return ValueTask.FromResult(Delivery.Sent);
    }

    public ValueTask<Delivery> ShowAsync(string item, StockMessage stock, CancellationToken cancellationToken)
    {
        Shown.Add(($"stock/{item}", Encoding.UTF8.GetString(LabJson.Write(stock)), true));
        return ValueTask.FromResult(Delivery.Sent);
    }

    public async ValueTask<Delivery> ShowAsync(string campaign, string leaf, ReadOnlyMemory<byte> json, bool retain, CancellationToken cancellationToken)
    {
        if (Hanging is { } hanging)
        {
            await hanging.Task.WaitAsync(cancellationToken);
        }

        Shown.Add(($"{campaign}/{leaf}", Encoding.UTF8.GetString(json.Span), retain));
        return Delivery.Sent;
    }

    public ValueTask<Delivery> ReplyAsync(ReplyAddress replyTo, ReplyMessage reply, CancellationToken cancellationToken)
    {
        Replies.Add(reply);
        return ValueTask.FromResult(Delivery.Sent);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
