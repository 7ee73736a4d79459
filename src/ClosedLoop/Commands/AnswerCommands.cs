using System.CommandLine;
using ClosedLoop.Messaging;

namespace ClosedLoop;

/// <summary><c>closedloop approve|reject REQUEST</c>: answers a question of a running campaign over MQTT.</summary>
internal static class AnswerCommands
{
    public static Command Create(CampaignVerb verb, string description)
    {
        var request = new Argument<string>("REQUEST") { Description = "The request, as its topic and the campaign's state name it: RUN.TRIAL.STEP" };
        var reason = new Option<string?>("--reason") { Description = "Why, for the journal", HelpName = "TEXT" };
        var lab = new Option<string?>("--lab") { Description = "The lab (else the one that the campaign's journal names, else 'demo')", HelpName = "NAME" };
        var data = SharedOptions.Data();
        var broker = SharedOptions.Broker();
        var command = new Command(verb.ToString().ToLowerInvariant(), description) { request, reason, lab, data, broker };
        command.SetAction((arguments, cancellationToken) => CommandBorder.GuardAsync(settings =>
        {
            SharedOptions.Apply(settings, arguments.GetValue(data), arguments.GetValue(broker));
            var id = arguments.GetRequiredValue(request);
            var campaign = CampaignOf(id);
            var control = new CampaignControlMessage(verb, arguments.GetValue(reason)) { Request = id };
            return OperatorCommand.AskAsync(settings, arguments.GetValue(lab) ?? SteerCommands.LabOf(settings, campaign), (client, timeout) =>
                client.AskCampaignAsync(campaign, control, timeout, cancellationToken));
        }));
        return command;
    }

    /// <summary>A run is the campaign's name, a hyphen and a random part; the request begins with it.</summary>
    private static string CampaignOf(string request)
    {
        var run = request.Split('.')[0];
        return run.LastIndexOf('-') is > 0 and var end && request.Split('.').Length == 3
            ? run[..end]
            : throw new BadInputException($"'{request}' is no request; give one as closedloop status shows it, such as tower-7f3a.12.anneal");
    }
}
