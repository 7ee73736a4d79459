using ClosedLoop.Domain;

namespace ClosedLoop.Campaigns.Tests;

public class LedgerTests
{
    private const string Reason = "the ledger of rig was L1 and now is L2: lost or replaced";

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Answer_FromAnotherLedger_MakesTheOpenDispatchIndeterminate(bool accepted)
    {
        var story = Story.Of(Specs.One).Propose(0.25).Place(1);
        story = accepted ? story.Accept(1) : story;
        story.Answer(Story.Id(1), new DispatchAnswer.Unknown(), ledger: "L2").Then(new StepIndeterminate(Story.Id(1), Reason, false));
        story.State.Trials[1].Status.ShouldBe(TrialStatus.Quarantined);
    }

    /// <summary>A result proves nothing about the ledger that holds the dispatch: another program may have sent it.</summary>
    [Fact]
    public void Result_FromAnotherLedger_IsQuarantined_AndTheDispatchGoesOn()
    {
        var story = Story.Of(Specs.One).Propose(0.25).Place(1).Accept(1).Answer(Story.Id(1), Story.Result(("y", 1)), ledger: "L2");
        story.Then(new MessageQuarantined("rig", Story.Id(1).ToString(), "it comes from the ledger L2, the dispatch went to the ledger L1", "y=1"));
        story.State.Trials[1].Status.ShouldBe(TrialStatus.InFlight);
        story.Measure(1, 2).State.Trials[1].Status.ShouldBe(TrialStatus.Observed);
    }

    [Fact]
    public void LostDispatch_IsClosedWhenTheNewLedgerSaysThatItKeepsNothingOfIt()
    {
        var story = Story.Of(Specs.One).Propose(0.25).Place(1).When(at => new LedgerSeen(at, "rig", "L2"));
        story.Work.ShouldContain(new CampaignWork.Close(Story.Id(1)));
        story.Answer(Story.Id(1), new DispatchAnswer.Unknown(), ledger: "L2").Then(new StepClosed(Story.Id(1)));
    }

    [Fact]
    public void LedgerSeen_WhenItIsTheKnownOne_ChangesNothing() => Story.Of(Specs.One).Propose(0.25).Place(1).When(at => new LedgerSeen(at, "rig", "L1")).ThenNothing();

    [Fact]
    public void LedgerSeen_OfAnotherInstrument_ChangesNothing() => Story.Of(Specs.One).Propose(0.25).Place(1).When(at => new LedgerSeen(at, "other", "L2")).ThenNothing();

    [Fact]
    public void LedgerSeen_WhenItIsAnother_LosesOpenDispatches_AndLeavesOthers()
    {
        var story = Story.Of(Specs.One.WithBatch(BatchMode.Synchronous, 2)).Propose(0.1, 0.2).Place(1).Place(2).Measure(1, 3);
        story.When(at => new LedgerSeen(at, "rig", "L2")).Then(new StepIndeterminate(Story.Id(2), Reason, false));
        story.When(at => new LedgerSeen(at, "rig", "L2")).ThenNothing();
    }

    [Fact]
    public void LedgerSeen_WhenItIsAnother_SettlesWhatOnlySilenceLeftOpen()
    {
        var story = Story.Of(Specs.One).Propose(0.25).Place(1).After(41).Tick();
        story.State.Find(Story.Id(1))!.Unanswered.ShouldBeTrue();
        story.When(at => new LedgerSeen(at, "rig", "L2"));
        story.State.Find(Story.Id(1))!.Unanswered.ShouldBeFalse();
        story.Work.ShouldNotContain(work => work is CampaignWork.Query);
    }

    [Fact]
    public void LostDispatch_OfARepeatableStep_IsAttemptedAgain()
    {
        var story = Story.Of(Specs.One.WithStep(step => step with { Repeatable = true })).Propose(0.25).Place(1).When(at => new LedgerSeen(at, "rig", "L2"));
        story.Work.ShouldContain(new CampaignWork.Place(Story.Id(1, attempt: 2), "measure"));
    }
}
