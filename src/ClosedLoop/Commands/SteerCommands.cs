using System.CommandLine;
using ClosedLoop.Campaigns;
using ClosedLoop.Journal;
using ClosedLoop.Messaging;
using ClosedLoop.Storage;

namespace ClosedLoop;

/// <summary><c>closedloop pause|resume|stop|abort NAME</c>: steers a running campaign over MQTT.</summary>
internal static class SteerCommands
{
    public static Command Create(CampaignVerb verb, string description)
    {
        var name = new Argument<string>("NAME") { Description = "The campaign" };
        var reason = new Option<string?>("--reason") { Description = "Why, for the journal", HelpName = "TEXT" };
        var lab = new Option<string?>("--lab") { Description = "The lab (else the one that the campaign's journal names, else 'demo')", HelpName = "NAME" };
        var data = SharedOptions.Data();
        var broker = SharedOptions.Broker();
        var command = new Command(verb.ToString().ToLowerInvariant(), description) { name, reason, lab, data, broker };
        command.SetAction((arguments, cancellationToken) => CommandBorder.GuardAsync(settings =>
        {
            SharedOptions.Apply(settings, arguments.GetValue(data), arguments.GetValue(broker));
            var campaign = arguments.GetRequiredValue(name);
            var inLab = arguments.GetValue(lab) ?? LabOf(settings, campaign);
            return OperatorCommand.AskAsync(settings, inLab, (client, timeout) =>
                client.AskCampaignAsync(campaign, new CampaignControlMessage(verb, arguments.GetValue(reason)), timeout, cancellationToken));
        }));
        return command;
    }

    internal static string LabOf(ClosedLoopSettings settings, string campaign)
    {
        var journals = new Journals(new FileDisk(), settings.DataFolder);
        return journals.Campaigns().Contains(campaign) && CampaignLoop.Fold(journals.ReadCampaign(campaign)).Spec is { } spec ? spec.Lab : "demo";
    }
}
