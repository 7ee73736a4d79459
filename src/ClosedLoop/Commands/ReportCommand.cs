using System.CommandLine;
using ClosedLoop.Campaigns;
using ClosedLoop.Journal;
using ClosedLoop.Storage;

namespace ClosedLoop;

/// <summary><c>closedloop report</c>: writes a campaign's report anew, also while it runs.</summary>
internal static class ReportCommand
{
    public static Command Create()
    {
        var name = new Argument<string>("NAME") { Description = "The campaign" };
        var data = SharedOptions.Data();
        var command = new Command("report", "Write report.html and observations.csv of a campaign") { name, data };
        command.SetAction(arguments => CommandBorder.GuardAsync(settings =>
        {
            SharedOptions.Apply(settings, arguments.GetValue(data), null);
            var campaign = arguments.GetRequiredValue(name);
            var events = CampaignEvents.Read(new Journals(new FileDisk(), settings.DataFolder), campaign);
            Console.WriteLine(new CampaignFolder(settings.DataFolder, campaign).WriteReport(CampaignLoop.Fold(events), events));
            return Task.FromResult(ExitCode.Done);
        }));
        return command;
    }
}
