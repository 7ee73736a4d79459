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
        var kills = _outcomes.Sum(outcome => outcome.Kills.Count);
        var hits = _outcomes.Sum(outcome => outcome.HitsOnRunningSteps);
        var campaigns = _outcomes.SelectMany(outcome => outcome.Campaigns).ToList();
        var text = new StringBuilder();
        text.AppendLine("# Crash test with real processes").AppendLine();
        text.AppendLine(CultureInfo.InvariantCulture, $"{kills} `kill -9` over broker, instruments and orchestrator; {hits} of them while a device had a step begun and not ended. {campaigns.Count} campaigns, {campaigns.Count(campaign => campaign.Broken.Count > 0)} broken.");
        text.AppendLine(CultureInfo.InvariantCulture, $"{campaigns.Sum(campaign => campaign.Proposals)} proposals computed again from the journals, bit for bit the same in every unbroken campaign.").AppendLine();
        text.AppendLine("| series | seed | began (UTC) | took | kills | broker | instruments | orchestrator | hit a running step | campaigns | observed | quarantined | broken |");
        text.AppendLine("|---|---|---|---|---|---|---|---|---|---|---|---|---|");
        foreach (var outcome in _outcomes)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"| {outcome.Settings.Name} | {outcome.Settings.Seed} | {outcome.Began:yyyy-MM-dd HH:mm} | {outcome.Took.TotalSeconds:F0} s | {outcome.Kills.Count} | {outcome.Of(Victim.Broker)} | {outcome.Of(Victim.Instruments)} | {outcome.Of(Victim.Orchestrator)} | {outcome.HitsOnRunningSteps} | {outcome.Campaigns.Count} | {outcome.Campaigns.Sum(campaign => campaign.Observed)} | {outcome.Campaigns.Sum(campaign => campaign.Quarantined)} | {outcome.Campaigns.Count(campaign => campaign.Broken.Count > 0)} |");
        }

        text.AppendLine().AppendLine(CultureInfo.InvariantCulture, $"{RuntimeInformation.FrameworkDescription}, {RuntimeInformation.OSDescription}, {Environment.ProcessorCount} cores.");
        foreach (var campaign in campaigns)
        {
            foreach (var promise in campaign.Broken)
            {
                text.AppendLine(CultureInfo.InvariantCulture, $"- {campaign.Name}: {promise}");
            }
        }

        return text.ToString();
    }
}
