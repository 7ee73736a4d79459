using System.Globalization;
using System.Text.RegularExpressions;
using ClosedLoop.Campaigns;
using ClosedLoop.Tests;

namespace ClosedLoop.EndToEnd.Tests;

/// <summary>
/// <c>kill -9</c> of orchestrator, instrument, slurmctld and slurmd at random moments of the shipped campaign of magnesium (pw.x at three levels) on a real cluster. CLOSEDLOOP_CLUSTER_KILLS sets
/// how many in each series (4 when absent, 50 in the long form), CLOSEDLOOP_KILL_SEED shifts the draws.
/// </summary>
[Collection(nameof(OneAtATime))]
public sealed partial class ClusterKillTests
{
    private const int AtOnce = 4;
    private const int ShortForm = 4;

    private static readonly int Kills = Number("CLOSEDLOOP_CLUSTER_KILLS", ShortForm);

    [Fact]
    public async Task OurProcessesKilled_EveryCalculationIsBegunOnceAndItsResultRecorded()
    {
        await using var lab = await KillAsync(1, ClusterVictim.Orchestrator, ClusterVictim.Instrument);

        lab.Begun.ShouldBe(lab.State.Trials.Count - Cached(lab), lab.Describe());
        lab.Records.ShouldAllBe(record => Directory.GetDirectories(record, "copy-*").Length == 1);
    }

    [Fact]
    public async Task ClusterAndOurProcessesKilled_EveryResultIsRecordedOnceAndOnlyWhatSlurmLostIsBegunAgain()
    {
        await using var lab = await KillAsync(2, ClusterVictim.Slurmctld, ClusterVictim.FirstSlurmd, ClusterVictim.SecondSlurmd, ClusterVictim.Orchestrator, ClusterVictim.Instrument);

        foreach (var record in lab.Records)
        {
            // A copy that could be adopted comes to its end: then there is no other, and what is begun again has a copy before it that Slurm killed or never let begin.
            ClusterLab.Copies(record, "ending.json").Count().ShouldBeLessThanOrEqualTo(1, record);
        }

        lab.Begun.ShouldBeLessThanOrEqualTo(lab.State.Trials.Count + (Kills * AtOnce));
    }

    private static async Task<ClusterLab> KillAsync(int seed, params ClusterVictim[] victims)
    {
        Need();
        var chance = new Random(seed + Number("CLOSEDLOOP_KILL_SEED", 0));
        var trials = AtOnce * (Kills + 2);
        var killed = new List<ClusterVictim>();
        var lab = new ClusterLab();
        try
        {
            await lab.StartAsync(trials, AtOnce);
            for (var kill = 0; kill < Kills; kill++)
            {
                var wanted = lab.Begun + chance.Next(1, AtOnce);
                await Until.TrueAsync(() => { lab.Resume(); return lab.Orchestrator.HasExited || lab.Begun >= wanted; }, lab.Describe);
                using var pause = new PeriodicTimer(TimeSpan.FromMilliseconds(chance.Next(1, 2000)), TimeProvider.System);
                await pause.WaitForNextTickAsync(TestContext.Current.CancellationToken);
                lab.Resume();
                killed.Add(victims[(kill + chance.Next(2)) % victims.Length]);
                await lab.KillAsync(killed[^1]);
            }

            await Until.TrueAsync(() => { lab.Resume(); return lab.Orchestrator.HasExited; }, lab.Describe);
            Check(lab, trials);
            Tell(killed, lab);
            return lab;
        }
        catch
        {
            await lab.DisposeAsync();
            throw;
        }
    }

    private static void Check(ClusterLab lab, int trials)
    {
        var state = lab.State;
        state.Stage.ShouldBe(RunStage.Completed, lab.Describe());
        state.Trials.Count.ShouldBe(trials);
        state.Trials.Values.Where(trial => trial.Status != TrialStatus.Observed || trial.Dispatches.Length != 1)
            .Select(trial => $"{trial.Number}: {trial.Status} {trial.Reason} {string.Join(' ', trial.Dispatches)}").ShouldBeEmpty();
        lab.Events.OfType<ObservationRecorded>().Select(observed => observed.Trial).Distinct().Count().ShouldBe(lab.Events.OfType<ObservationRecorded>().Count());
        foreach (var trial in state.Trials.Values)
        {
            // The program's own words, which are kept with the result; 1 Ry = 13.605693 eV.
            var result = trial.Dispatches[0].Result!;
            var total = Total().Match(lab.Text(result.Files.Single(file => file.Name == "pw.out").Sha256)).Groups[1].Value;
            trial.Values!["energy"].ShouldBe((double.Parse(total, CultureInfo.InvariantCulture) * 13605.693123) + 58400, 0.001);
        }
    }

    [GeneratedRegex(@"^!\s+total energy\s+=\s+(\S+) Ry", RegexOptions.Multiline)]
    private static partial Regex Total();

    private static int Cached(ClusterLab lab) => lab.State.Trials.Values.Count(trial => trial.Dispatches[0].Result!.Outputs["cached"].Number > 0);

    /// <summary>A row of the evidence, where there is any to be written.</summary>
    private static void Tell(List<ClusterVictim> killed, ClusterLab lab)
    {
        if (Environment.GetEnvironmentVariable("CLOSEDLOOP_EVIDENCE") is { Length: > 0 } file)
        {
            var kills = string.Join(", ", killed.CountBy(victim => victim).OrderBy(count => count.Key).Select(count => $"{count.Key} {count.Value}"));
            var copies = lab.Records.Sum(record => Directory.GetDirectories(record, "copy-*").Length);
            File.AppendAllText(file, $"- killed: {kills}; {lab.State.Trials.Count} trials, {lab.Events.OfType<ObservationRecorded>().Count()} observations, {lab.Begun} calculations begun, {Cached(lab)} found again, {copies} copies\n");
        }
    }

    private static void Need()
    {
        if ((SlurmCluster.Missing ?? (ShippedCampaign.IsInstalled("pw.x") ? null : "pw.x not installed: apt-get install quantum-espresso")) is not { } missing)
        {
            return;
        }

        if (Environment.GetEnvironmentVariable("CI") == "true")
        {
            Assert.Fail($"CI must run on a real cluster: {missing}");
        }

        Assert.Skip(missing);
    }

    private static int Number(string variable, int otherwise) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;
}
