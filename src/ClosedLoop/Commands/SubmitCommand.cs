using System.CommandLine;
using ClosedLoop.Messaging;

namespace ClosedLoop;

/// <summary><c>closedloop submit</c>: gives a campaign to a running host.</summary>
internal static class SubmitCommand
{
    public static Command Create()
    {
        var file = new Argument<string>("FILE") { Description = "The campaign file" };
        var broker = SharedOptions.Broker();
        var host = new Option<string?>("--host") { Description = "The host's id (else ClosedLoop:Host)", HelpName = "ID" };
        var command = new Command("submit", "Give a campaign to a running host, which starts or continues it") { file, broker, host };
        command.SetAction((arguments, cancellationToken) => CommandBorder.GuardAsync(settings =>
        {
            SharedOptions.Apply(settings, null, arguments.GetValue(broker));
            var path = Path.GetFullPath(arguments.GetRequiredValue(file));
            var source = CampaignSource.Read(path);
            return OperatorCommand.AskAsync(settings, source.Spec.Lab, (client, timeout) =>
                client.AskHostAsync(
                    arguments.GetValue(host) ?? settings.Host,
                    new HostControlMessage(HostVerb.Submit, path, source.Text),
                    timeout,
                    cancellationToken));
        }));
        return command;
    }
}
