using ClosedLoop.Campaigns;
using ClosedLoop.Domain;
using ClosedLoop.Messaging;
using ClosedLoop.Simulators;

namespace ClosedLoop.Simulation.Tests;

/// <summary>A campaign that is planned by a program on another machine, over the simulated bus.</summary>
public sealed class ExternalPlannerTests
{
    private static readonly CampaignSpec Campaign = Specs.Asynchronous() with { Planner = new ExternalPlanner("optimizer", TimeSpan.FromSeconds(30)) };

    [Fact]
    public void Planner_ThatAnswers_PlansTheWholeCampaign()
    {
        var world = World(1, Draw);

        world.RunUntilOver(TimeSpan.FromHours(6)).ShouldBeTrue();

        Batches(world).ShouldAllBe(batch => batch.By == new PlannedBy("optimizer", null));
        world.Events("film").OfType<Retrained>().ShouldAllBe(model => model.By == new PlannedBy("optimizer", null));
        world.Ended["film"].Observed.Count.ShouldBe(12);
        world.Settle().ShouldBeEmpty();
    }

    /// <summary>Both sides die in the middle of questions, again and again: every trial is still planned once, by one of the two, and nothing waits for ever.</summary>
    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Planner_AndHost_KilledAgainAndAgain_TheCampaignCompletes(ulong seed)
    {
        var asked = 0;
        LabWorld world = null!;
        world = World(seed, question =>
        {
            if (++asked % 5 == 0)
            {
                world.Scheduler.After(TimeSpan.Zero, null, () => (asked % 2 == 0 ? world.Planner! : world.Orchestrator).Kill());
            }

            return Draw(question);
        });

        world.RunUntilOver(TimeSpan.FromHours(12)).ShouldBeTrue();

        world.Orchestrator.Lives.ShouldBeGreaterThan(1);
        world.Planner!.Lives.ShouldBeGreaterThan(1);
        Batches(world).Select(batch => batch.Number).ShouldBe(Enumerable.Range(1, Batches(world).Count));
        Batches(world).ShouldContain(batch => batch.By!.FellBack == null);
        world.Ended["film"].Trials.Count.ShouldBe(12);
        world.Settle().ShouldBeEmpty();
    }

    [Fact]
    public void Planner_ThatIsOff_IsNotWaitedFor()
    {
        var world = World(5, Draw);
        world.Planner!.OffUntil = world.Scheduler.Now.AddDays(30);
        world.Start();
        world.Planner.Kill();

        world.RunUntilOver(TimeSpan.FromHours(6)).ShouldBeTrue();

        Batches(world).ShouldAllBe(batch => batch.By!.FellBack != null);
        Batches(world)[^1].By!.FellBack.ShouldBe("is not there");
        world.Ended["film"].Observed.Count.ShouldBe(12);
        world.Settle().ShouldBeEmpty();
    }

    private static LabWorld World(ulong seed, Func<PlannerQuestionMessage, ProposalMessage> think) =>
        new(seed, new WorldSettings { Campaigns = [Campaign], ExternalPlanner = think });

    private static List<BatchProposed> Batches(LabWorld world) => [.. world.Events("film").OfType<BatchProposed>()];

    // The same question has the same answer.
    private static ProposalMessage Draw(PlannerQuestionMessage question)
    {
        if (question.Ask is not { } ask)
        {
            return new ProposalMessage();
        }

        var draw = SeededRandom.For(7, (ulong)((1000 * question.Tell.Count) + ask.Pending.Count));
        return new ProposalMessage
        {
            Candidates = [.. Enumerable.Range(0, ask.N).Select(_ => new PlannedCandidate { Candidate = new Candidate([new("y", (10 * draw.NextDouble()) - 5), new("x", 10 * draw.NextDouble())]) })],
        };
    }
}
