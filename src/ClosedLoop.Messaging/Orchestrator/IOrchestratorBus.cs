using ClosedLoop.Domain;

namespace ClosedLoop.Messaging;

/// <summary>The lab as an orchestrator hears and commands it. One for each host.</summary>
public interface IOrchestratorBus : IAsyncDisposable
{
    /// <summary>Whether the broker is reachable now.</summary>
    bool IsConnected { get; }

    /// <summary>Starts listening to everything of the lab that concerns an orchestrator; retained messages come first. The handler only hands over.</summary>
    ValueTask ListenAsync(Func<LabMessage, ValueTask> onMessage, CancellationToken cancellationToken);

    /// <summary>Sends a command; expires at its latest start. Waits at most a few seconds for the broker, never for the instrument.</summary>
    ValueTask<Delivery> SendAsync(string instrument, CommandMessage command, CancellationToken cancellationToken);

    /// <summary>Sends a control message; the answer arrives as a <see cref="LabMessage.StatusArrived"/>.</summary>
    ValueTask<Delivery> SendAsync(string instrument, ControlMessage control, CancellationToken cancellationToken);

    /// <summary>Asks an external planner; expires when the answer is due, which arrives as a <see cref="LabMessage.ProposalArrived"/>.</summary>
    ValueTask<Delivery> AskAsync(string planner, PlannerQuestionMessage question, CancellationToken cancellationToken);

    /// <summary>
    /// Publishes how a campaign stands, below <c>campaign/{id}/</c>: <c>state</c>, <c>best</c>, <c>model</c>, <c>trial/{n}</c> (retained), <c>event/{kind}</c>
    /// (not).
    /// </summary>
    /// <param name="campaign">The campaign's name.</param>
    /// <param name="leaf">The rest of the topic.</param>
    /// <param name="json">The payload, UTF-8 JSON.</param>
    /// <param name="retain">Whether it stays.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    ValueTask<Delivery> ShowAsync(string campaign, string leaf, ReadOnlyMemory<byte> json, bool retain, CancellationToken cancellationToken);

    /// <summary>Shows a question to people on <c>request/{id}</c>, retained.</summary>
    /// <param name="id">The question's name.</param>
    /// <param name="request">The question; null when it is not open any more, which clears the topic.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    ValueTask<Delivery> ShowAsync(string id, RequestMessage? request, CancellationToken cancellationToken);

    /// <summary>Shows how much there is of a stock on <c>stock/{item}</c>, retained.</summary>
    ValueTask<Delivery> ShowAsync(string item, StockMessage stock, CancellationToken cancellationToken);

    /// <summary>Answers an operator.</summary>
    ValueTask<Delivery> ReplyAsync(ReplyAddress replyTo, ReplyMessage reply, CancellationToken cancellationToken);
}
