using ClosedLoop.Campaigns;

namespace ClosedLoop.EndToEnd.Tests;

/// <summary>
/// The embedded broker keeps nothing: after a <c>kill -9</c> every retained topic of the contract comes back from its owner, and the campaign goes on.
/// </summary>
public sealed class BrokerReplacedTests
{
    private const string Campaign = "replaced";
    // Dispatches are shown for a moment each: enough of them that a slow machine sees one before the campaign is over.
    private const int Trials = 40;

    /// <summary>All that <c>docs/mqtt/contract.md</c> calls retained.</summary>
    private static readonly string[] Expected =
    [
        "campaign best", "campaign model", "campaign state", "campaign trial", "instrument capabilities", "instrument dispatch", "instrument presence",
        "instrument state", "orchestrator presence",
    ];

    [Fact]
    public async Task EmbeddedBroker_Killed_EveryRetainedTopicIsPublishedAgainByItsOwnerAndTheCampaignEnds()
    {
        await using var lab = new CrashLab(new CrashSettings(BrokerKind.Embedded, Recover: true, Kills: 2, Seed: 1) { Trials = Trials, KillsPerCampaign = 2 });
        await lab.StartAsync();
        lab.StartCampaign(Campaign, seed: 1);
        for (var observed = 2; observed <= 10; observed += 8)
        {
            await Until.TrueAsync(() => lab.Folder.Events(Campaign).OfType<ObservationRecorded>().Count() >= observed, lab.Describe);
            var before = await CompleteSnapshotAsync(lab);
            await lab.KillAsync(Victim.Broker);
            lab.Start(Victim.Broker);
            await CheckAsync(lab, before);
        }

        (await lab.Orchestrator.ExitAsync()).ShouldBe(0, lab.Describe());
        lab.Folder.State(Campaign).Trials.Values.Count(trial => trial.Status == TrialStatus.Observed).ShouldBe(Trials);
    }

    /// <summary>With a topic of every kind, because what is not there before proves nothing.</summary>
    private static async Task<IReadOnlyDictionary<string, string>> CompleteSnapshotAsync(CrashLab lab)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var snapshot = await RetainedSnapshot.TakeAsync(lab.Port);
            var absent = Expected.Except(Kinds(snapshot.Keys)).ToList();
            if (absent.Count == 0)
            {
                return snapshot;
            }

            TimeProvider.System.GetElapsedTime(began).ShouldBeLessThan(Until.Patience, $"Never seen: {string.Join(", ", absent)}\n{lab.Describe()}");
        }
    }

    /// <summary>Until nothing is missing but the dispatches that have been closed since.</summary>
    private static async Task CheckAsync(CrashLab lab, IReadOnlyDictionary<string, string> before)
    {
        await Until.TrueAsync(() => FreePort.IsOpen(lab.Port), lab.Describe);
        var began = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var after = await RetainedSnapshot.TakeAsync(lab.Port);
            var closed = lab.Folder.Events(Campaign).OfType<StepClosed>().Select(happened => happened.Id.ToString()).ToHashSet();
            var missing = before.Keys.Except(after.Keys).Where(topic => !(topic.Split('/') is [.., "dispatch", var id, _] && closed.Contains(id))).ToList();
            if (missing.Count == 0)
            {
                return;
            }

            TimeProvider.System.GetElapsedTime(began).ShouldBeLessThan(Until.Patience, $"Missing: {string.Join(", ", missing)}\n{lab.Describe()}");
        }
    }

    /// <summary>Owner and kind of each topic.</summary>
    private static IEnumerable<string> Kinds(IEnumerable<string> topics) =>
        topics.Select(topic => topic.Split('/')).Where(levels => levels.Length > 5).Select(levels => $"{levels[3]} {levels[5]}");
}
