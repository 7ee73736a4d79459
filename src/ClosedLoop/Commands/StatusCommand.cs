using System.CommandLine;
using System.Globalization;
using ClosedLoop.Campaigns;
using ClosedLoop.Journal;
using ClosedLoop.Storage;
using Spectre.Console;

namespace ClosedLoop;

/// <summary><c>closedloop status</c>: how campaigns stand, from their journals; also while a host writes them.</summary>
internal static class StatusCommand
{
    private const int PipeWidth = 1000;

    public static Command Create()
    {
        var name = new Argument<string?>("NAME") { Description = "A campaign; all of them when left out", Arity = ArgumentArity.ZeroOrOne };
        var data = SharedOptions.Data();
        var command = new Command("status", "Show how campaigns stand") { name, data };
        command.SetAction(arguments => CommandBorder.GuardAsync(settings =>
        {
            SharedOptions.Apply(settings, arguments.GetValue(data), null);
            return Task.FromResult(Show(new Journals(new FileDisk(), settings.DataFolder), settings.DataFolder, arguments.GetValue(name)));
        }));
        return command;
    }

    private static int Show(Journals journals, string dataFolder, string? name)
    {
        var names = name is null ? journals.Campaigns() : [name];
        if (names.Count == 0)
        {
            Console.WriteLine($"There is no campaign in {Path.GetFullPath(dataFolder)} yet; try: closedloop run");
            return ExitCode.Done;
        }

        if (Console.IsOutputRedirected)
        {
            // A pipe has no width: nothing is cut or wrapped for it.
            AnsiConsole.Profile.Width = PipeWidth;
        }

        var table = new Table().Border(TableBorder.Simple).AddColumns("campaign", "phase", "done", "failed", "quarantined", "in flight", "budget", "best", "last event");
        foreach (var campaign in names)
        {
            table.AddRow([.. Row(campaign, CampaignEvents.Read(journals, campaign)).Select(Markup.Escape)]);
        }

        AnsiConsole.Write(table);
        return ExitCode.Done;
    }

    private static string[] Row(string name, IReadOnlyList<CampaignEvent> events)
    {
        var state = CampaignLoop.Fold(events);
        if (state.Spec is null)
        {
            return [name, "not started", "", "", "", "", "", "", ""];
        }

        string Count(TrialStatus status) => state.Trials.Values.Count(trial => trial.Status == status).ToString(CultureInfo.InvariantCulture);
        return
        [
            name,
            PhaseTable.Of(state).ToString().ToLowerInvariant(),
            Count(TrialStatus.Observed),
            Count(TrialStatus.Failed),
            Count(TrialStatus.Quarantined),
            Count(TrialStatus.InFlight),
            state.Spec.Budget.Trials.ToString(CultureInfo.InvariantCulture),
            BestText.Of(state),
            state.LastAt.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture),
        ];
    }
}
