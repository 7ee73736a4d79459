using System.CommandLine;
using ClosedLoop.Messaging;

namespace ClosedLoop;

/// <summary><c>closedloop refill ITEM AMOUNT</c>: tells a running host how much there is of a stock now.</summary>
internal static class RefillCommand
{
    public static Command Create()
    {
        var item = new Argument<string>("ITEM") { Description = "The stock, as the lab file names it" };
        var amount = new Argument<double>("AMOUNT") { Description = "How much there is now, in its unit" };
        var lab = new Option<string>("--lab") { Description = "The lab", HelpName = "NAME", DefaultValueFactory = _ => "demo" };
        var host = new Option<string?>("--host") { Description = "The host's id (else ClosedLoop:Host)", HelpName = "ID" };
        var broker = SharedOptions.Broker();
        var command = new Command("refill", "Tell a running host how much there is of a stock now; steps that wait for it go on") { item, amount, lab, host, broker };
        command.SetAction((arguments, cancellationToken) => CommandBorder.GuardAsync(settings =>
        {
            SharedOptions.Apply(settings, null, arguments.GetValue(broker));
            var now = arguments.GetRequiredValue(amount);
            if (!double.IsFinite(now) || now < 0)
            {
                throw new BadInputException($"{now} is no amount; say how much there is now, 0 or more");
            }

            var control = new HostControlMessage(HostVerb.Refill, null, null) { Item = arguments.GetRequiredValue(item), Amount = now, RequestId = Guid.NewGuid().ToString("N") };
            return OperatorCommand.AskAsync(settings, arguments.GetRequiredValue(lab), (client, timeout) =>
                client.AskHostAsync(arguments.GetValue(host) ?? settings.Host, control, timeout, cancellationToken));
        }));
        return command;
    }
}
