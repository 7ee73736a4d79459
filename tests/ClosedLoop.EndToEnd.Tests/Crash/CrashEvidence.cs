using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace ClosedLoop.EndToEnd.Tests;

/// <summary>The table of all series; written to the file that CLOSEDLOOP_EVIDENCE names, else only printed.</summary>
public sealed class CrashEvidence : IDisposable
{
    private readonly List<CrashOutcome> _outcomes = [];

    internal void Add(CrashOutcome outcome) => _outcomes.Add(outcome);

    public void Dispose()
    {
        if (_outcomes.Count == 0)
        {
            return;
        }

        var text = Text();
        Console.WriteLine(text);
        if (Environment.GetEnvironmentVariable("CLOSEDLOOP_EVIDENCE") is { Length: > 0 } path)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
            File.WriteAllText(path, text);
        }
    }

    private string Text()
    {
        var campaigns = _outcomes.SelectMany(outcome => outcome.Campaigns).ToList();
        var kills = _outcomes.Sum(outcome => outcome.Kills.Count);
        var hits = _outcomes.Sum(outcome => outcome.HitsOnRunningSteps);
        var text = new StringBuilder("# Crash test with real processes\n\n")
            .Append(CultureInfo.InvariantCulture, $"{kills} `kill -9` over broker, instruments and orchestrator; {hits} of them while a device had a step begun and not ended. ")
            .Append(CultureInfo.InvariantCulture, $"{campaigns.Count} campaigns, {campaigns.Count(campaign => campaign.Broken.Count > 0)} broken.\n")
            .Append(CultureInfo.InvariantCulture, $"{campaigns.Sum(campaign => campaign.Proposals)} proposals computed again from the journals after the crashes; ")
            .Append("one that came out differently in a single bit would count its campaign as broken.\n\n");
        string[] columns =
        [
            "series", "seed", "began (UTC)", "took", "kills", "broker", "instruments", "orchestrator", "hit a running step",
            "campaigns", "observed", "quarantined", "broken",
        ];
        text.Append(Line(columns)).Append(Line(columns.Select(_ => "---")));
        foreach (var outcome in _outcomes.OrderBy(outcome => outcome.Settings.Name, StringComparer.Ordinal))
        {
            text.Append(Line(Row(outcome)));
        }

        text.Append(CultureInfo.InvariantCulture, $"\n{RuntimeInformation.FrameworkDescription}, {RuntimeInformation.OSDescription}, {Environment.ProcessorCount} cores.\n");
        foreach (var campaign in campaigns)
        {
            foreach (var promise in campaign.Broken)
            {
                text.Append(CultureInfo.InvariantCulture, $"- {campaign.Name}: {promise}\n");
            }
        }

        return text.ToString();
    }

    private static IEnumerable<string> Row(CrashOutcome outcome)
    {
        string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
        return
        [
            outcome.Settings.Name,
            Number(outcome.Settings.Seed),
            outcome.Began.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture),
            string.Create(CultureInfo.InvariantCulture, $"{outcome.Took.TotalSeconds:F0} s"),
            Number(outcome.Kills.Count),
            .. Enum.GetValues<Victim>().Select(victim => Number(outcome.Of(victim))),
            Number(outcome.HitsOnRunningSteps),
            Number(outcome.Campaigns.Count),
            Number(outcome.Campaigns.Sum(campaign => campaign.Observed)),
            Number(outcome.Campaigns.Sum(campaign => campaign.Quarantined)),
            Number(outcome.Campaigns.Count(campaign => campaign.Broken.Count > 0)),
        ];
    }

    private static string Line(IEnumerable<string> cells) => $"| {string.Join(" | ", cells)} |\n";
}
