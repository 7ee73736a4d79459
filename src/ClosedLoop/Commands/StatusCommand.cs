using System.CommandLine;
using System.Globalization;
using ClosedLoop.Campaigns;
using ClosedLoop.Journal;
using ClosedLoop.Orchestrator;
using ClosedLoop.Storage;
using Spectre.Console;

namespace ClosedLoop;

/// <summary><c>closedloop status</c>: how campaigns stand, from their journals; also while a host writes them.</summary>
internal static class StatusCommand
{
    private static readonly string[] Headings = ["campaign", "phase", "done", "failed", "quarantined", "in flight", "budget", "best", "last event"];

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
            AnsiConsole.Profile.Width = 200;
        }

        var table = new Table().Border(TableBorder.Simple);
        table.AddColumns([.. Headings.Select(heading => new TableColumn(heading).NoWrap())]);
        var waiting = new List<string>();
        foreach (var campaign in names)
        {
            var state = CampaignLoop.Fold(CampaignEvents.Read(journals, campaign));
            table.AddRow([.. Row(campaign, state).Select(Markup.Escape)]);
            waiting.AddRange(Waiting(campaign, state));
        }

        AnsiConsole.Write(table);
        waiting.ForEach(Console.WriteLine);
        return ExitCode.Done;
    }

    /// <summary>What waits for a person, and for what.</summary>
    private static IEnumerable<string> Waiting(string name, CampaignState state) => state.IsOver ? [] :
    [
        .. CampaignLoop.WaitsForPeople(state).Select(wait => $"{name}: {EventText.Of(wait)}"),
        .. state.InFlight.Where(trial => trial.Lacks is not null).Select(trial => $"{name}: trial {trial.Number} waits for {trial.Lacks}: fill it up, then closedloop refill {trial.Lacks} AMOUNT"),
    ];

    private static string[] Row(string name, CampaignState state)
    {
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
