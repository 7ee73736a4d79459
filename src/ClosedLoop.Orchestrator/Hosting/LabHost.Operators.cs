using ClosedLoop.Campaigns;
using ClosedLoop.Messaging;

namespace ClosedLoop.Orchestrator;

/// <summary>What operators ask, and what they are told: an order is confirmed when it is durable, so that no confirmed one is ever lost.</summary>
public sealed partial class LabHost
{
    /// <summary>Gives an order to a campaign.</summary>
    /// <param name="campaign">The campaign's name.</param>
    /// <param name="order">What is wanted.</param>
    /// <param name="reason">Why, for the journal.</param>
    /// <param name="answer">Told once what follows is in the journal, or cannot be. Never, when the process dies before: whoever hears nothing asks again.</param>
    public void Order(string campaign, SteeringOrder order, string reason, Action<ReplyMessage> answer)
    {
        if (!_runners.TryGetValue(campaign, out var runner))
        {
            answer(NotRunning(campaign));
            return;
        }

        runner.Order(new SteerCampaign(Now, order, reason), durable => answer(durable
            ? new ReplyMessage(true, [$"{order} of '{campaign}' is taken: it is {$"{PhaseTable.Of(runner.State)}".ToLowerInvariant()} now"])
            : NotTaken(campaign)));
    }

    private void Steer(LabMessage.CampaignControlArrived message)
    {
        var control = message.Control;
        if (control.Verb is CampaignVerb.Approve or CampaignVerb.Reject)
        {
            Answer(message.Campaign, control, reply => Reply(message.ReplyTo, reply));
            return;
        }

        var order = control.Verb switch
        {
            CampaignVerb.Pause => SteeringOrder.Pause,
            CampaignVerb.Resume => SteeringOrder.Resume,
            CampaignVerb.Stop => SteeringOrder.Stop,
            _ => SteeringOrder.Abort,
        };
        Order(message.Campaign, order, control.Reason ?? $"an operator asked to {control.Verb}".ToLowerInvariant(), reply => Reply(message.ReplyTo, reply));
    }

    private void Answer(string campaign, CampaignControlMessage control, Action<ReplyMessage> answer)
    {
        if (!_runners.TryGetValue(campaign, out var runner))
        {
            answer(NotRunning(campaign));
            return;
        }

        var open = CampaignLoop.OpenRequests(runner.State).Select(request => request.Id).ToList();
        if (!open.Contains(control.Request!))
        {
            var others = open.Count == 0 ? "none is open" : $"open are {string.Join(", ", open)}";
            answer(new ReplyMessage(false, [$"campaign '{campaign}' has no open request '{control.Request}'; {others}"]));
            return;
        }

        var wanted = control.Verb == CampaignVerb.Approve;
        runner.Order(new AnswerRequest(Now, control.Request!, wanted, control.Reason ?? "an operator says so"), durable => answer(
            durable && runner.State.Requests[control.Request!].Answer is { } given
                ? new ReplyMessage(given.Approved == wanted, [$"{control.Request} is {(given.Approved ? "approved" : "rejected")}"])
                : NotTaken(campaign)));
    }

    /// <summary>Does, or refuses, what is asked of the host itself.</summary>
    public ReplyMessage Control(HostControlMessage control)
    {
        ArgumentNullException.ThrowIfNull(control);
        try
        {
            return control.Verb == HostVerb.Refill ? Refill(control) : _onControl(control);
        }
        catch (IOException error)
        {
            return new ReplyMessage(false, [$"the host's disk has failed: {error.Message}"]);
        }
    }

    private ReplyMessage Refill(HostControlMessage control) => _around.Lab.Count(control.Item!, control.Amount!.Value, control.RequestId, "an operator says so") is { } text
        ? new ReplyMessage(true, [text])
        : new ReplyMessage(false, [$"the lab keeps no stock '{control.Item}'; it keeps {string.Join(", ", _around.Lab.Stock.Select(stock => stock.Item.Name).DefaultIfEmpty("none"))}"]);

    private ReplyMessage NotRunning(string campaign) => new(false, [$"campaign '{campaign}' is not running on {_identity.Host}{(_interruptions.TryGetValue(campaign, out var why) ? $": {why}" : "")}"]);

    private static ReplyMessage NotTaken(string campaign) => new(false, [$"campaign '{campaign}' has not taken it: it ended, or its disk failed, before"]);

    private void Reply(ReplyAddress? replyTo, ReplyMessage reply)
    {
        if (replyTo is not null)
        {
            _replies.Writer.TryWrite((replyTo, reply));
        }
    }

    private async Task ReplyAllAsync(CancellationToken cancellationToken)
    {
        while (await _replies.Reader.WaitToReadAsync(cancellationToken))
        {
            while (_replies.Reader.TryRead(out var next))
            {
                await _around.Bus.ReplyAsync(next.To, next.Reply, cancellationToken);
            }
        }
    }
}
