using ClosedLoop.Domain;

namespace ClosedLoop.Campaigns.Tests;

/// <summary>The step's deadline is 20 minutes: silence becomes indeterminate 20 minutes after that. A deadline under 10 minutes waits for 10.</summary>
public class SilenceTests
{
    [Fact]
    public void Silence_AfterTheDeadline_LeadsToAQuestion_NotToAnotherAttempt()
    {
        var story = Story.Of(Specs.One).Propose(0.25).Place(1).Accept(1).After(21).Tick().ThenNothing();
        story.Work.ShouldContain(new CampaignWork.Query(Story.Id(1), TimeSpan.FromMinutes(5)));
        story.Work.ShouldNotContain(work => work is CampaignWork.Place);
    }

    [Fact]
    public void Silence_OnceMoreTheDeadlineLater_IsIndeterminate()
    {
        var story = Story.Of(Specs.One).Propose(0.25).Place(1).After(39.5).Tick().ThenNothing();
        story.After(0.5).Tick().Then(new StepIndeterminate(Story.Id(1), "rig told nothing certain until long after the deadline of 2026-03-14 18:20:00Z", true));
        story.State.Trials[1].Status.ShouldBe(TrialStatus.Quarantined);
    }

    [Fact]
    public void Silence_InWhichTheClockWasSetForward_IsCountedFromThere()
    {
        var story = Story.Of(Specs.One).Propose(0.25).Place(1);
        var jumped = story.After(120).Now;

        story.When(at => new Tick(at) { WatchedSince = jumped }).ThenNothing();
        story.Work.OfType<CampaignWork.Await>().Single().Deadline.ShouldBeGreaterThan(story.Now);
        story.After(19.9).When(at => new Tick(at) { WatchedSince = jumped }).ThenNothing();
        story.After(0.2).When(at => new Tick(at) { WatchedSince = jumped });
        story.Last.OfType<StepIndeterminate>().ShouldHaveSingleItem();
    }

    [Fact]
    public void Silence_OfAShortStep_IsGivenTenMinutes()
    {
        var story = Story.Of(Specs.One.WithStep(step => step with { Deadline = TimeSpan.FromMinutes(1) })).Propose(0.25).Place(1).After(10.5).Tick().ThenNothing();
        story.After(0.5).Tick().Last.ShouldHaveSingleItem().ShouldBeOfType<StepIndeterminate>();
    }

    [Fact]
    public void Silence_CountsFromTheLastReopening()
    {
        var story = Story.Of(Specs.One).Propose(0.25).Place(1).Accept(1).After(600).Open().Tick().ThenNothing();
        story.After(19.5).Tick().ThenNothing();
        story.After(0.5).Tick().Last.ShouldHaveSingleItem().ShouldBeOfType<StepIndeterminate>();
    }

    [Fact]
    public void Silence_CountsFromAnAcceptanceAfterTheDeadline()
    {
        var story = Story.Of(Specs.One).Propose(0.25).Place(1).After(30).Accept(1).After(19.5).Tick().ThenNothing();
        story.After(0.5).Tick().Last.ShouldHaveSingleItem().ShouldBeOfType<StepIndeterminate>();
    }

    [Fact]
    public void SilentDispatch_IsAskedOn()
    {
        var story = Silent();
        story.Work.ShouldContain(new CampaignWork.Query(Story.Id(1), TimeSpan.FromMinutes(5)));
        story.Work.ShouldNotContain(work => work is CampaignWork.Close);
    }

    [Fact]
    public void SilentDispatch_WhoseResultComesAtLast_IsALateObservation()
    {
        var story = Silent().Measure(1, 3);
        story.Last.OfType<ObservationRecorded>().Single().Late.ShouldBeTrue();
        story.State.Find(Story.Id(1))!.Unanswered.ShouldBeFalse();
    }

    /// <summary>Otherwise the trial stayed in quarantine with an open dispatch that nobody would give up again.</summary>
    [Fact]
    public void SilentDispatch_ThatTurnsOutToBeGoingOn_IsInFlightAgain()
    {
        var story = Silent().Accept(1).Then(new StepAccepted(Story.Id(1)));
        story.State.Trials[1].Status.ShouldBe(TrialStatus.InFlight);
        story.Accept(1).ThenNothing();
        story.After(20).Tick().Last.ShouldHaveSingleItem().ShouldBeOfType<StepIndeterminate>().Unanswered.ShouldBeTrue();
    }

    /// <summary>Otherwise it held its place in the lab for ever: with one instrument, the campaign would wait for ever.</summary>
    [Fact]
    public void SilentDispatch_ThatItsLedgerDoesNotKnow_IsSettled()
    {
        var story = Silent().Answer(Story.Id(1), new DispatchAnswer.Unknown());
        story.Then(new StepIndeterminate(Story.Id(1), "rig answers again and does not know the dispatch", false));
        story.State.Trials[1].Status.ShouldBe(TrialStatus.Quarantined);
        story.Work.ShouldNotContain(work => work is CampaignWork.Query || work is CampaignWork.Send || work is CampaignWork.Place);
        story.Answer(Story.Id(1), new DispatchAnswer.Unknown()).Then(new StepClosed(Story.Id(1)));
    }

    [Fact]
    public void SilentDispatch_ThatIsIndeterminateForSure_IsAskedNoMore()
    {
        var story = Silent().Answer(Story.Id(1), new DispatchAnswer.Indeterminate("power cut"));
        story.Then(new StepIndeterminate(Story.Id(1), "power cut", false));
        story.Work.ShouldNotContain(work => work is CampaignWork.Query);
    }

    [Fact]
    public void SilentDispatch_OfARepeatableStep_IsAttemptedAgain_AndTheFirstResultCounts()
    {
        var story = Silent(Specs.One.WithStep(step => step with { Repeatable = true })).Place(1, attempt: 2, instrument: "other");
        story.Measure(1, 3);
        story.Last.OfType<ObservationRecorded>().Single().Values["y"].ShouldBe(3);
        story.Answer(Story.Id(1, attempt: 2), Story.Result(("y", 4)), "other").Last.ShouldHaveSingleItem().ShouldBeOfType<StepSucceeded>();
        story.State.Observed.Count.ShouldBe(1);
    }

    private static Story Silent(CampaignSpec? spec = null) => Story.Of(spec ?? Specs.One).Propose(0.25).Place(1).After(40).Tick();
}
