using System.CommandLine;
using ClosedLoop.Journal;
using ClosedLoop.Reports;
using ClosedLoop.Storage;

namespace ClosedLoop;

/// <summary><c>closedloop export</c>: a campaign's trials for other programs, on standard output.</summary>
internal static class ExportCommand
{
    public static Command Create()
    {
        var name = new Argument<string>("NAME") { Description = "The campaign" };
        var format = new Option<string>("--format")
        {
            Description = "csv (a row a trial) or jsonl (a JSON object a trial, with everything)",
            DefaultValueFactory = _ => "csv",
        };
        format.AcceptOnlyFromAmong("csv", "jsonl");
        var data = SharedOptions.Data();
        var command = new Command("export", "Write a campaign's trials to standard output") { name, format, data };
        command.SetAction(arguments => CommandBorder.GuardAsync(settings =>
        {
            SharedOptions.Apply(settings, arguments.GetValue(data), null);
            var events = CampaignEvents.Read(new Journals(new FileDisk(), settings.DataFolder), arguments.GetRequiredValue(name));
            Console.Write(arguments.GetValue(format) == "csv" ? CampaignExport.Csv(events) : CampaignExport.JsonLines(events));
            return Task.FromResult(ExitCode.Done);
        }));
        return command;
    }
}
