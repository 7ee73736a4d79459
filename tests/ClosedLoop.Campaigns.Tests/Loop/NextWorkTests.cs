using ClosedLoop.Domain;

namespace ClosedLoop.Campaigns.Tests;

public class NextWorkTests
{
    private static readonly TimeSpan FiveMinutes = TimeSpan.FromMinutes(5);

    [Fact]
    public void NewRun_OwesTheInitialDesign() =>
        Story.Of(Specs.One).Work.ShouldBe([new CampaignWork.Propose(1, 1, "", ""), new CampaignWork.Await(Story.Beginning.AddMinutes(1))]);

    [Fact]
    public void ProposedTrial_OwesAPlace() => Story.Of(Specs.One).Propose(0.1).Work[0].ShouldBe(new CampaignWork.Place(Story.Id(1), "measure"));

    [Fact]
    public void DispatchedStep_OwesItsCommand_UntilConfirmed()
    {
        var story = Story.Of(Specs.One).Propose(0.1).Place(1);
        story.Work.ShouldBe([new CampaignWork.Send(Story.Id(1)), Wait(story)]);
        story.After(30).Work.ShouldContain(new CampaignWork.Send(Story.Id(1)));
    }

    [Fact]
    public void DispatchedStep_AfterReopening_OwesTheSameCommand() => Story.Of(Specs.One).Propose(0.1).Place(1).Open().Work.ShouldContain(new CampaignWork.Send(Story.Id(1)));

    [Fact]
    public void AcceptedStep_OwesAQuestion_AfterAQuarterOfItsDeadline()
    {
        var story = Story.Of(Specs.One).Propose(0.1).Place(1).Accept(1);
        story.Work.ShouldBe([Wait(story)]);
        story.After(4.5).Work.ShouldBe([new CampaignWork.Await(Story.Beginning.AddMinutes(5))]);
        story.After(0.5).Work.ShouldContain(new CampaignWork.Query(Story.Id(1), FiveMinutes));
    }

    [Fact]
    public void AcceptedStep_AfterReopening_OwesAQuestionAtOnce() =>
        Story.Of(Specs.One).Propose(0.1).Place(1).Accept(1).Open().Work.ShouldContain(new CampaignWork.Query(Story.Id(1), FiveMinutes));

    [Theory]
    [InlineData(0.1, 5)]
    [InlineData(2, 30)]
    [InlineData(20, 300)]
    [InlineData(600, 300)]
    public void QueryInterval_IsAQuarterOfTheDeadline_WithinReason(double minutes, double seconds) =>
        LoopTimes.QueryInterval(TimeSpan.FromMinutes(minutes)).ShouldBe(TimeSpan.FromSeconds(seconds));

    [Fact]
    public void DispatchedStep_OfAnAbortedRun_OwesACancellation_NotItsCommand()
    {
        var story = Story.Of(Specs.One).Propose(0.1).Place(1).Steer(SteeringOrder.Abort);
        story.Work.ShouldContain(new CampaignWork.Cancel(Story.Id(1)));
        story.Work.ShouldNotContain(work => work is CampaignWork.Send);
    }

    [Fact]
    public void EndedStep_OwesItsClose_AlsoAfterTheEndOfTheRun()
    {
        var story = Story.Of(Specs.One).Propose(0.1).Place(1).Steer(SteeringOrder.Stop).Measure(1, 2).Retrain();
        story.Work.ShouldBe([new CampaignWork.Close(Story.Id(1)), new CampaignWork.Finish()]);
        story.Answer(Story.Id(1), new DispatchAnswer.Closed()).Work.ShouldBe([new CampaignWork.Finish()]);
    }

    [Fact]
    public void Observation_OwesATraining_BeforeTheNextProposal()
    {
        var story = Story.Of(Specs.One).Propose(0.1).Place(1).Measure(1, 2);
        story.Work.ShouldContain(new CampaignWork.Retrain(story.State.DataHash));
        story.Work.ShouldNotContain(work => work is CampaignWork.Propose);
        story.Retrain().Work.ShouldContain(new CampaignWork.Propose(2, 1, story.State.DataHash, ""));
    }

    [Fact]
    public void Wait_EndsWhenSomethingFallsDue()
    {
        var story = Story.Of(Specs.One.WithBudget(time: TimeSpan.FromMinutes(39.75))).Propose(0.1).Place(1).After(39.5);
        Wait(story).Deadline.ShouldBe(Story.Beginning.AddMinutes(39.75), "the time budget");
        story = Story.Of(Specs.One).Propose(0.1).Place(1).After(39.5);
        Wait(story).Deadline.ShouldBe(Story.Beginning.AddMinutes(40), "silence becomes indeterminate");
    }

    /// <summary>Effects that may be repeated say how soon; the optimizer is asked once in a life of the runner.</summary>
    [Fact]
    public void Work_SaysHowOftenItIsRepeated()
    {
        new CampaignWork.Propose(1, 1, "", "").Every.ShouldBeNull();
        new CampaignWork.Retrain("").Every.ShouldBeNull();
        new CampaignWork.Finish().Every.ShouldBeNull();
        new CampaignWork.Place(Story.Id(1), "measure").Every.ShouldBe(TimeSpan.Zero);
        new CampaignWork.Send(Story.Id(1)).Every.ShouldBe(TimeSpan.FromSeconds(5));
        new CampaignWork.Cancel(Story.Id(1)).Every.ShouldBe(TimeSpan.FromSeconds(5));
        new CampaignWork.Close(Story.Id(1)).Every.ShouldBe(TimeSpan.FromSeconds(10));
        new CampaignWork.Query(Story.Id(1), FiveMinutes).Every.ShouldBe(FiveMinutes);
    }

    private static CampaignWork.Await Wait(Story story) => story.Work.OfType<CampaignWork.Await>().Single();
}
