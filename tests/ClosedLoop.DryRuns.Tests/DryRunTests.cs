using System.Text.Json;
using ClosedLoop.Campaigns;
using ClosedLoop.Journal;
using ClosedLoop.Messaging;
using ClosedLoop.Optimization;
using ClosedLoop.Orchestrator;
using ClosedLoop.Simulators;

namespace ClosedLoop.DryRuns.Tests;

public sealed class DryRunTests
{
    [Fact]
    public void Run_SamePlanTwice_WritesTheSameBytes() => Run(3).Journal.ShouldBe(Run(3).Journal);

    [Fact]
    public void Run_OtherNumber_IsAnotherRun() => Run(1).Journal.ShouldNotBe(Run(2).Journal);

    [Fact]
    public void Run_First_HasTheCampaignsOwnSeed() => CampaignLoop.Fold(Run(1).Events).Spec!.Seed.ShouldBe(5UL);

    [Fact]
    public void Run_OfAWholeCampaign_EndsInTheLabsOwnTime()
    {
        var run = Run(1);

        run.Figures.Ending.ShouldBe("all 12 trials of the budget are proposed");
        run.Figures.StartedAt.ShouldBe(Files.Evening, TimeSpan.FromSeconds(1));

        // Twelve coats of a minute one after the other, give or take their spread and failures, and the last scan.
        run.Figures.Length.ShouldBeInRange(TimeSpan.FromMinutes(9), TimeSpan.FromMinutes(18));
    }

    [Fact]
    public void Run_Journal_SaysThatItIsADryRun()
    {
        var run = Run(1);

        run.Events.OfType<CampaignStarted>().Single().DryRun.ShouldBeTrue();
        System.Text.Encoding.UTF8.GetString(run.Journal).ShouldContain("\"dryRun\":true");
        Reports.CampaignReport.Html(run.Events, null, Files.Evening).ShouldContain("Dry run");
    }

    [Fact]
    public void Run_EveryProposal_IsMadeAgainFromTheJournalBeforeIt()
    {
        var state = CampaignState.Empty;
        var planner = new BayesianPlanner();
        var proposals = 0;
        foreach (var happened in Run(1).Events)
        {
            if (happened is BatchProposed batch)
            {
                var request = new PlanningRequest(batch.Number, batch.Trials.Count, state.Observed, [.. state.Pending.Select(trial => trial.Proposed.Candidate)]);
                Text(planner.Propose(PlanningProblem.Of(state.Spec!), request).Candidates).ShouldBe(Text(batch.Trials.Select(trial => trial.Proposed)));
                proposals++;
            }

            state = CampaignLoop.Evolve(state, happened);
        }

        proposals.ShouldBeGreaterThan(8);
    }

    /// <summary>The live runner over the dry run's journal, cut anywhere: what it decides next is what the dry run decided.</summary>
    [Fact]
    public async Task Journal_TakenUpByTheRunner_LeadsToTheSameNextProposal()
    {
        var events = Run(1).Events;
        var cut = events.ToList().FindLastIndex(happened => happened is BatchProposed);
        var disk = new SimulatedDisk(1).Outside;
        using var journal = new Journals(disk, "data").OpenCampaign("film");
        journal.Append([.. events.Take(cut)]);
        using var reopened = Reopen(journal, disk);
        var time = new SimulatedScheduler(events[cut - 1].At).Time;
        using var lab = new LabOwner(() => new Journals(disk, "data").OpenLab("film"), new LabView(time), time);
        var around = new RunnerSurroundings(new DeafBus(), lab, new BayesianPlanner(), new ImmediateDesk(), time);
        var first = new FirstProposal();
        var runner = new CampaignRunner(reopened, around, [first]);

        using var end = new CancellationTokenSource();
        var running = runner.RunAsync([new OpenCampaign(time.GetUtcNow(), "host", "test", 256)], end.Token);
        await first.Seen;
        await end.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(running);

        Text(first.Batch!.Trials.Select(trial => trial.Proposed)).ShouldBe(Text(((BatchProposed)events[cut]).Trials.Select(trial => trial.Proposed)));
    }

    [Fact]
    public async Task Journal_OfADryRun_IsRefusedByARealHost()
    {
        var disk = new SimulatedDisk(1).Outside;
        var journals = new Journals(disk, "data");
        using (var journal = journals.OpenCampaign("film"))
        {
            journal.Append(Run(1).Events);
        }

        var time = new SimulatedScheduler().Time;
        using var lab = new LabOwner(() => journals.OpenLab("film"), new LabView(time), time);
        var around = new RunnerSurroundings(new DeafBus(), lab, new BayesianPlanner(), new ImmediateDesk(), time);
        var host = new LabHost(around, journals, new HostIdentity("real", "test", 256, () => "1"), _ => new ReplyMessage(false, []));

        var refusal = await Should.ThrowAsync<CampaignRefusedException>(() => host.RunAsync("film", null, [], CancellationToken.None));

        refusal.Message.ShouldContain("is a dry run and is never continued by a real host");
    }

    private static DryRunOutcome Run(int number) => DryRun.Run(Files.Plan(), number, CancellationToken.None);

    private static IJournal<CampaignEvent> Reopen(IJournal<CampaignEvent> journal, Storage.IDisk disk)
    {
        journal.Dispose();
        return new Journals(disk, "data").OpenCampaign("film");
    }

    private static string Text(IEnumerable<Domain.ProposedCandidate> proposed) => JsonSerializer.Serialize(proposed);
}
