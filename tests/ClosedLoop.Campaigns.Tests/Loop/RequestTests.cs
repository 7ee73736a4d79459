using ClosedLoop.Domain;

namespace ClosedLoop.Campaigns.Tests;

/// <summary>A person is asked before the second of three steps begins.</summary>
public class RequestTests
{
    private const string Id = $"{Story.Run}.1.anneal";

    [Fact]
    public void Step_ToBeApproved_IsAskedOnceAndWaitsWithADeadline()
    {
        var story = Mixed(otherwise: false);

        story.All.OfType<PersonAsked>().ShouldHaveSingleItem().Deadline.ShouldBe(story.Now.AddMinutes(30));
        story.Work.ShouldContain(new CampaignWork.Ask(Id));
        story.Work.ShouldNotContain(work => work is CampaignWork.Place);
        CampaignLoop.WaitsForPeople(story.State).ShouldHaveSingleItem().Reason.ShouldContain($"closedloop approve|reject {Id}");
        CampaignLoop.NextWork(story.State, story.Now.AddMinutes(29.9)).OfType<CampaignWork.Await>().Single().Deadline.ShouldBe(story.Now.AddMinutes(30));
        story.After(29).Tick().ThenNothing();
    }

    [Fact]
    public void Step_Approved_IsPlacedAndTheQuestionWithdrawn()
    {
        var story = Mixed(otherwise: false).When(at => new AnswerRequest(at, Id, true, "go")).Then(new PersonAnswered(1, "anneal", true, "go", true));

        story.Work.ShouldContain(new CampaignWork.Withdraw(Id));
        story.Work.ShouldContain(new CampaignWork.Place(Story.Id(1, "anneal"), "heat"));
        story.When(at => new WithdrawRequest(at, Id)).Then(new RequestWithdrawn(1, "anneal"));
        story.Work.Where(work => work is CampaignWork.Withdraw or CampaignWork.Ask).ShouldBeEmpty();
        story.When(at => new AnswerRequest(at, Id, false, "too late")).ThenNothing();
    }

    [Fact]
    public void Step_Rejected_FailsItsTrial()
    {
        var story = Mixed(otherwise: true).When(at => new AnswerRequest(at, Id, false, "too hot"));

        story.Last.OfType<TrialFailed>().ShouldHaveSingleItem().Reason.ShouldBe("anneal: rejected, too hot");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Question_ThatNobodyAnswers_HasTheAnswerForThen(bool otherwise)
    {
        var story = Mixed(otherwise).After(30).Tick();

        story.Last[0].ShouldBe(new PersonAnswered(1, "anneal", otherwise, "nobody answered in time", false) { At = story.Now });
        story.State.Trials[1].Status.ShouldBe(otherwise ? TrialStatus.InFlight : TrialStatus.Failed);
    }

    /// <summary>The computer slept: nobody could answer.</summary>
    [Fact]
    public void Question_WhoseDeadlinePassedWhileTheClockJumped_IsLeftOpenForAMinute()
    {
        var story = Mixed(otherwise: false).After(60);

        story.When(at => new Tick(at) { WatchedSince = at }).ThenNothing();
        story.After(2).When(at => new Tick(at) { WatchedSince = at.AddMinutes(-2) }).Last.OfType<PersonAnswered>().ShouldHaveSingleItem();
    }

    [Fact]
    public void Question_OfACampaignThatIsAborted_IsWithdrawn()
    {
        var story = Mixed(otherwise: false).Steer(SteeringOrder.Abort);

        story.Work.ShouldContain(new CampaignWork.Withdraw(Id));
        CampaignLoop.OpenRequests(story.State).ShouldBeEmpty();
    }

    [Fact]
    public void Shortage_IsSaidOnceForEachStockUntilTheStepBegins()
    {
        var story = Story.Of(Specs.Three).Propose(0.25);
        Story Note(string item) => story.When(at => new NoteShortage(at, Story.Id(1, "mix"), item, "little is left"));

        Note("water").Then(new StockShort(Story.Id(1, "mix"), "water", "little is left"));
        Note("water").ThenNothing();
        Note("salt").Last.ShouldHaveSingleItem();
        story.Place(1, "mix").State.Trials[1].Lacks.ShouldBeNull();
        Note("water").ThenNothing();
    }

    private static Story Mixed(bool otherwise)
    {
        var spec = Specs.Three.WithStep(step => step.Name == "anneal" ? step with { Approve = new Approval(TimeSpan.FromMinutes(30), otherwise) } : step);
        return Story.Of(spec).Propose(0.25).Place(1, "mix").Deliver(1, "mix", 1, ("vial", "A1"), ("mass", 2.5));
    }
}
